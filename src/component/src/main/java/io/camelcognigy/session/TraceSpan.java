package io.camelcognigy.session;

/**
 * One span of a distributed trace, or {@link #NONE} where nothing is traced. Thread-safe. It ends once: what ends it later
 * changes nothing. What it does neither blocks nor throws, and none of it holds a session key or what people say.
 */
public interface TraceSpan {

    /** Of nothing: it has no children and costs nothing. */
    TraceSpan NONE = new TraceSpan() {};

    /** What a turn goes through. */
    enum Step {
        /** From the input's submission until it is written. */
        WAITING,
        /** From there until the bot is done with it. */
        AT_THE_BOT,
        /** From when an answer is handed to its route until it is stored. */
        STORING
    }

    /** Begins a child. */
    default TraceSpan begin(Step step) {
        return NONE;
    }

    /** Which turn it is about. */
    default void turn(String id) {}

    /** By which others go on with the trace, as W3C Trace Context has it; null where nothing is traced. */
    default String traceparent() {
        return null;
    }

    /** @param failure null if all went well */
    default void end(Throwable failure) {}
}
