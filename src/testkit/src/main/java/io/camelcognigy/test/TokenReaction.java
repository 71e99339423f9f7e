package io.camelcognigy.test;

/** What a {@link SimulatedEndpoint} does about a wrong or missing token. What a real one does is unknown (PROTOCOL §16.1). */
public enum TokenReaction {
    /** Connects, then ends it with {@code 41} before readiness. */
    DISCONNECT,
    /** {@code 44}; with the inner handshake, where the connection stands already, as {@link #DISCONNECT}. */
    REFUSE,
    /** The event {@code exception}, then nothing. */
    EXCEPTION,
    /** Connects, and is never ready. */
    SILENCE
}
