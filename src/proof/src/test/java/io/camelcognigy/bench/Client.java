package io.camelcognigy.bench;

/**
 * Something that can hold turns: what {@link Loop} drives. A session has one turn at a time, different sessions
 * have theirs in parallel.
 */
interface Client extends AutoCloseable {

    /** Told once when a turn is over, on any thread; a null failure means that the answer was the right one. */
    @FunctionalInterface
    interface Done {
        void over(Throwable failure);
    }

    /** Makes sure that the sessions 0 to {@code sessions - 1} are ready. Blocks until they are. */
    void open(int sessions) throws Exception;

    /** Begins a turn of a session that is ready and has none under way. */
    void turn(int session, Done done);

    @Override
    void close() throws Exception;
}
