package io.camelcognigy.jms;

import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.JMSException;

/** Writes messages that belong to no transaction: what the bot says unasked. */
interface MessageSender extends AutoCloseable {

    /**
     * Returns when the broker has it.
     *
     * @throws RejectedRecordException if the queue is a temporary one that is not there
     * @throws JMSException if the broker has not got it, or has not said so
     */
    void send(String queue, Sender.Making making) throws JMSException, RejectedRecordException;

    @Override
    void close();
}
