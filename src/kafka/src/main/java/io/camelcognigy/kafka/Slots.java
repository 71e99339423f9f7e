package io.camelcognigy.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * So many pieces of work are under way at once; the others wait, first in, first out. A piece begins on the executor
 * and holds its slot until {@link #release}, on whatever thread it ends. Thread-safe.
 */
final class Slots {

    private final int limit;
    private final Executor executor;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;
    private boolean held;

    Slots(int limit, Executor executor) {
        this.limit = limit;
        this.executor = executor;
    }

    int limit() {
        return limit;
    }

    synchronized int taken() {
        return taken;
    }

    /** Begins the work as soon as a slot is free. The work must release its slot exactly once. */
    void submit(Runnable work) {
        synchronized (this) {
            waiting.add(work);
        }
        beginWhatFits();
    }

    void release() {
        synchronized (this) {
            taken--;
        }
        beginWhatFits();
    }

    /** Nothing begins from now on; what is under way goes on. */
    synchronized void hold() {
        held = true;
    }

    void goOn() {
        synchronized (this) {
            held = false;
        }
        beginWhatFits();
    }

    /** Goes on, on the executor, with a piece that holds no slot or has one already. */
    void proceed(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            // The context has stopped and taken its threads along: the piece comes to its end without them.
            work.run();
        }
    }

    private void beginWhatFits() {
        Runnable work;
        while ((work = next()) != null) {
            try {
                executor.execute(work);
            } catch (RejectedExecutionException e) {
                // The context has stopped and taken its threads along: nothing begins any more.
                hold();
                synchronized (this) {
                    taken--;
                }
            }
        }
    }

    private synchronized Runnable next() {
        if (held || taken >= limit || waiting.isEmpty()) {
            return null;
        }
        taken++;
        return waiting.remove();
    }
}
