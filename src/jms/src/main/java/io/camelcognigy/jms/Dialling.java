package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;

/** A way to connect to a broker of whatever kind. Closing it closes what it brought along; connections are closed before. */
interface Dialling extends AutoCloseable {

    /** A connection that is the caller's, not started. */
    Connection connect() throws JMSException;

    @Override
    default void close() {}
}
