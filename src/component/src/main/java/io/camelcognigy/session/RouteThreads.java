package io.camelcognigy.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As many threads as there are routes that block at this moment, and one more: whoever takes a task first makes sure that
 * somebody else comes for those behind it. Routes that do not block are run by few threads, one task after the other
 * without being woken for each; one that blocks holds up nobody. Thread-safe.
 */
public final class RouteThreads implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(RouteThreads.class);

    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** A thread was called and has not come yet: it will find whatever was added before. */
    private final AtomicBoolean called = new AtomicBoolean();

    /** @param threads one at once for everyone who asks, as of a cached pool */
    public RouteThreads(Executor threads) {
        this.threads = threads;
    }

    /** @throws RejectedExecutionException if the threads are shut down; the task will not run then */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        try {
            call();
        } catch (RejectedExecutionException e) {
            boolean stillHere = tasks.remove(task);
            // Others may have counted on this very call: theirs are run here, so that none is left behind.
            work();
            if (stillHere) {
                throw e;
            }
        }
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            try {
                threads.execute(this::work);
            } catch (RejectedExecutionException e) {
                called.set(false);
                throw e;
            }
        }
    }

    private void work() {
        // First, so that a task which is added from now on calls the next thread.
        called.set(false);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            if (!tasks.isEmpty()) {
                callHelp();
            }
            run(task);
        }
    }

    private void callHelp() {
        try {
            call();
        } catch (RejectedExecutionException e) {
            LOG.debug("the route threads are shut down; this one finishes what is left");
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a route's task failed; this is a bug in camel-cognigy", e);
        } finally {
            // An interrupt was meant for this task, not for the next one.
            Thread.interrupted();
        }
    }
}
