package io.camelcognigy.test;

/**
 * What became of an event that asked for an acknowledgement (PROTOCOL §9).
 *
 * @param event {@code output} or {@code finalPing}
 * @param ackId the id on the wire
 */
public record Delivery(String sessionId, String event, long ackId, Result result) {

    /** The outcome of a delivery. */
    public enum Result {
        /** Acknowledged in time. */
        ACKNOWLEDGED,
        /** Not acknowledged in time, on a connection that still stood. */
        MISSED,
        /** The connection went first. */
        CUT
    }

    /** Without the session id. */
    @Override
    public String toString() {
        return event + " " + ackId + " " + result;
    }
}
