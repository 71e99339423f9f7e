package io.camelcognigy.session;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The last moment of a task on a route thread, which has nothing to do after it: what is handed over until then runs
 * there and needs no other thread. Only one thing, and only in time; all else goes the usual way. So nothing ever waits
 * for a thread that may block. Thread-safe.
 */
final class Tail implements Executor {

    private static final Runnable OVER = () -> {};

    private final Executor otherwise;
    private final AtomicReference<Runnable> next = new AtomicReference<>();

    Tail(Executor otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public void execute(Runnable task) {
        if (!next.compareAndSet(null, task)) {
            otherwise.execute(task);
        }
    }

    /** Called once, by the route thread, as the very last thing it does. */
    void end() {
        Runnable task = next.getAndSet(OVER);
        if (task != null) {
            task.run();
        }
    }
}
