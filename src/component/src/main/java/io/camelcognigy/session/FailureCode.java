package io.camelcognigy.session;

/** Stable names of all failures; shown as {@code COGNIGY-IN-DOUBT} and so on. */
public enum FailureCode {
    NO_SESSION_KEY,
    UNKNOWN_AGENT,
    INVALID_ID,
    INVALID_JSON,
    INVALID_FIELD,
    EMPTY_INPUT,
    RESERVED_DATA,
    PAYLOAD_TOO_LARGE,
    BOUND_EXCEEDED,
    CONNECT_FAILED,
    TURN_TIMEOUT,
    IN_DOUBT,
    ENDPOINT_ERROR,
    OUTPUT_NOT_ROUTED,
    AGENT_STOPPED,
    SESSION_MOVED;

    /** Whether an input that failed so before it was sent would fail so again, whenever it is tried. */
    boolean permanent() {
        return switch (this) {
            case NO_SESSION_KEY,
                    UNKNOWN_AGENT,
                    INVALID_ID,
                    INVALID_JSON,
                    INVALID_FIELD,
                    EMPTY_INPUT,
                    RESERVED_DATA,
                    PAYLOAD_TOO_LARGE -> true;
            case BOUND_EXCEEDED,
                    CONNECT_FAILED,
                    TURN_TIMEOUT,
                    IN_DOUBT,
                    ENDPOINT_ERROR,
                    OUTPUT_NOT_ROUTED,
                    AGENT_STOPPED,
                    SESSION_MOVED -> false;
        };
    }

    @Override
    public String toString() {
        return "COGNIGY-" + name().replace('_', '-');
    }
}
