package io.camelcognigy.test;

/**
 * Something a client did that the protocol does not allow, seen by a {@link SimulatedEndpoint}.
 *
 * @param sessionId null where the session was not known yet
 * @param detail names of fields and rules, never values
 */
public record Violation(Kind kind, String sessionId, String detail) {

    /** Which rule was broken. */
    public enum Kind {
        /** A parameter or field of either handshake is missing or of the wrong form (PROTOCOL §4, §5). */
        HANDSHAKE_FIELD,
        /** A query value was not percent-encoded twice (PROTOCOL §4). */
        ID_ENCODING,
        /** {@code processInput} or {@code typingStatus} before {@code endpoint-ready} (PROTOCOL §6). */
        BEFORE_READY,
        /** A field of an event is missing, unknown or of the wrong type (PROTOCOL §7). */
        INPUT_FIELD,
        /** Ids or token of an input differ from the handshake's (PROTOCOL §16.10). */
        ID_MISMATCH,
        /** An input while the session's turn before was still running (PROTOCOL §10). */
        TURN_OVERLAP,
        /** A second live connection of one session (PROTOCOL §10). */
        SECOND_CONNECTION,
        /** An event that asked for an acknowledgement got none in time (PROTOCOL §9). */
        MISSING_ACK,
        /** An acknowledgement nobody waits for, or one that is not empty (PROTOCOL §9). */
        UNEXPECTED_ACK,
        /** The client asked for an acknowledgement, which no official client does (PROTOCOL §7). */
        ACK_REQUESTED,
        /** A frame or packet that is not the protocol (PROTOCOL §15). */
        NOT_THE_PROTOCOL
    }

    /** Without the session id. */
    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
