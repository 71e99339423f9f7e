package io.camelcognigy.kafka;

import io.camelcognigy.road.RejectedRecordException;

/** A sender asked for its answers on a topic that is not on the allow-list {@code chat.reply-topics}. */
public class ReplyTopicNotAllowedException extends RejectedRecordException {

    public ReplyTopicNotAllowedException(String message) {
        super("BRIDGE-REPLY-TOPIC", message);
    }
}
