package io.camelcognigy.test;

/**
 * How far a connection to a {@link SimulatedEndpoint} came, in the order of a conversation. It never steps back. A step is
 * taken right before its bytes go out, so a client that has read them finds it done.
 */
public enum Progress {
    /** No connection yet. */
    NONE,
    /** TCP accepted. */
    ACCEPTED,
    /** WebSocket upgraded and the Engine.IO open packet written. */
    UPGRADED,
    /** The Socket.IO CONNECT packet is written. */
    CONNECTED,
    /** The inner handshake's event is written. */
    HANDSHAKE_SENT,
    /** Ids and token are known, by query or by inner handshake, and the token is right. */
    IDENTIFIED,
    /** {@code endpoint-ready} is written. */
    READY,
    /** An input was read. */
    INPUT_RECEIVED,
    /** An output of a turn is written. */
    OUTPUT_SENT,
    /** A {@code finalPing} is written. */
    FINAL_PING_SENT
}
