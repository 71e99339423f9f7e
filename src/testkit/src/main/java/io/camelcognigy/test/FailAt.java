package io.camelcognigy.test;

/**
 * Where a {@link SimulatedEndpoint} breaks a conversation. Scripted with {@link SimulatedEndpoint#failAt}; those that are
 * {@link #immediate()} also strike a live connection by {@link SimulatedEndpoint#strike}.
 *
 * <p>A <em>cut</em> closes the TCP connection without a WebSocket close frame.
 */
public enum FailAt {
    /** Cut before a byte was read. */
    ACCEPT(Moment.CONNECT),
    /** The WebSocket upgrade is never answered. */
    NO_UPGRADE(Moment.CONNECT),
    /** The upgrade is answered with HTTP 503. */
    HTTP_UPGRADE(Moment.CONNECT),
    /** The Engine.IO open packet comes, the Socket.IO CONNECT packet never does. */
    NO_CONNECT(Moment.CONNECT),
    /** {@code 44} in place of the CONNECT reply; the socket stays open, as with a real server (PROTOCOL §11). */
    REFUSE(Moment.CONNECT),
    /** Cut after the CONNECT reply: before the inner handshake's event, or before readiness. */
    BEFORE_HANDSHAKE(Moment.CONNECT),
    /** The inner handshake's event never comes. Only strikes connections that ask for it. */
    NO_HANDSHAKE(Moment.CONNECT),
    /** {@code endpoint-ready} never comes; the connection stays. */
    BEFORE_READY(Moment.CONNECT),
    /** {@code exception} in place of {@code endpoint-ready}; the connection stays. */
    EXCEPTION_BEFORE_READY(Moment.CONNECT),
    /** {@code 41} in place of {@code endpoint-ready}, then a close. */
    DISCONNECT_BEFORE_READY(Moment.CONNECT),
    /** Cut right after {@code endpoint-ready}. */
    AFTER_READY(Moment.CONNECT),
    /** Cut when an input has been read; the bot does not see it. */
    ON_INPUT(Moment.IMMEDIATE),
    /** Cut right after the first output of a turn. */
    BETWEEN_OUTPUTS(Moment.TURN),
    /** Cut in place of the {@code finalPing}. */
    BEFORE_FINAL_PING(Moment.TURN),
    /** An input is answered with a text frame that is not the protocol. */
    GARBAGE_FRAME(Moment.IMMEDIATE),
    /** An input is answered with a frame that looks like an event, but is no JSON. */
    BROKEN_JSON(Moment.IMMEDIATE),
    /** An input is answered with a binary frame, which the protocol never uses (PROTOCOL §15). */
    BINARY_FRAME(Moment.IMMEDIATE),
    /** An input is answered with an output of {@link SimulatedEndpoint.Builder#oversizedBytes}. */
    OVERSIZED_FRAME(Moment.IMMEDIATE),
    /** From an input on no byte goes either way, heartbeats included, and the TCP connection stays. */
    HALF_OPEN(Moment.IMMEDIATE),
    /** An input is answered with {@code 41}, then a close. */
    SERVER_DISCONNECT(Moment.IMMEDIATE),
    /** An input is answered with the WebSocket close frame 1001, as at a restart of the service. */
    GOING_AWAY(Moment.IMMEDIATE);

    private final Moment moment;

    FailAt(Moment moment) {
        this.moment = moment;
    }

    /** Whether it can strike a live connection at any time, not only when an input comes. */
    public boolean immediate() {
        return moment == Moment.IMMEDIATE;
    }

    void requireImmediate() {
        if (!immediate()) {
            throw new IllegalArgumentException(this + " needs a moment of its own: script it with failAt or failNext");
        }
    }

    private enum Moment {
        CONNECT,
        TURN,
        IMMEDIATE
    }
}
