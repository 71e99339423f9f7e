package io.camelcognigy.session;

import io.camelcognigy.transport.Loss;

/**
 * Counts and times what happens in one agent. Called in the middle of turns by any thread, by several at once: it must not
 * block. What it throws is logged once and changes nothing.
 */
public interface AgentObserver {

    /** Observes nothing. */
    AgentObserver NONE = new AgentObserver() {};

    /**
     * An input goes out.
     *
     * @param sessionId of its session, on the wire
     * @param waitedNanos since it was submitted
     */
    default void turnWritten(String sessionId, long waitedNanos) {}

    /** The bot says its first in a turn. @param nanos since the input went out */
    default void firstOutput(long nanos) {}

    /** A turn is closed: over, and its outputs routed, or failed. @param nanos since it was submitted */
    default void turnEnded(Outcome outcome, long nanos) {}

    default void connected() {}

    default void connectFailed(Loss.Reason reason) {}

    /** @param ofTurn whether it belongs to a turn; else it came unasked, or late */
    default void output(boolean ofTurn) {}

    /** An output that no route took to its end. */
    default void unrouted() {}
}
