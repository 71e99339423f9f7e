package io.camelcognigy.mail;

/** What can be seen of a mail road from outside, by metrics and health checks. For any thread. */
public interface MailRoad {

    /** The option {@code road}. */
    String name();

    /** The road as it is now. */
    MailSnapshot snapshot();
}
