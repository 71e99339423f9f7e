package io.camelcognigy.mail;

import io.camelcognigy.road.RoadStatus;

/**
 * What can be seen of a mail road from outside, by metrics and health checks; {@link ChatMailComponent#roads} has those that
 * run. Cheap and thread-safe.
 */
public interface MailRoad extends RoadStatus {

    /** The road as it is now. */
    MailSnapshot snapshot();
}
