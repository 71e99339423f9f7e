package io.camelcognigy.transport;

import io.camelcognigy.protocol.EncodedEvent;
import java.util.OptionalInt;

/**
 * One Socket.IO connection of one session; disposable. Thread-safe, nothing blocks.
 */
public interface Connection {

    /**
     * Hands an event to the socket. Call it after {@link ConnectionListener#onReady} only. What was handed over and is
     * then cut off is in doubt: nobody can tell whether the Endpoint saw it. On a connection that is already lost this
     * does nothing; its {@link ConnectionListener#onClosed} has come or is on its way.
     */
    void send(EncodedEvent event);

    /** What the server announced to accept per message, in bytes (PROTOCOL §15); empty if it said nothing. */
    OptionalInt maxPayload();

    /**
     * Whether more is to be read from the other end. While it is not, nothing comes but what had been read by then, the
     * other end's heartbeats are not missed, and whether it is still there is noticed late. Does nothing on a connection
     * that is lost.
     */
    void reading(boolean on);

    /**
     * Ends the connection, at any stage. {@link ConnectionListener#onClosed} follows with
     * {@link Loss.Reason#CLOSED_BY_US}, unless another cause came first. Idempotent.
     */
    void close();
}
