package io.camelcognigy.transport;

import io.camelcognigy.protocol.ServerEvent;

/**
 * What happens on one connection. The calls come on the transport's threads, one at a time and in the order of the wire;
 * they must return at once.
 *
 * <p>Order: any number of {@code onEvent}, at most one {@code onReady}, exactly one {@code onClosed}, which is the last
 * call. Events may come before readiness (a server may flush what it had buffered), the handshake's and readiness's own
 * events are the transport's business and never show up here.
 */
public interface ConnectionListener {

    /** The Endpoint takes input from now on. */
    void onReady(Connection connection);

    /**
     * @param ack to be called once if {@link Ack#requested()}; the Endpoint counts a delivery as failed after about 2 s
     *     without (PROTOCOL §9). Events of unknown kinds are acknowledged by the transport already
     * @param size the length of the event's JSON in characters: what it says, and what it takes in memory, grows with it
     */
    void onEvent(Connection connection, ServerEvent event, Ack ack, int size);

    /** The connection is gone, or never came up. */
    void onClosed(Connection connection, Loss loss);
}
