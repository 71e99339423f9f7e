package io.camelcognigy.session;

import java.time.Duration;
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
 *
 * <p>Why not the pool alone, which wakes a thread for each task: with tasks of 2 µs in bursts of 64 that cost 10.3 µs of
 * processor time for each on two cores, and 3.0 µs this way; with tasks that come one by one there is no difference.
 */
public final class RouteThreads implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(RouteThreads.class);

    private static final Duration RETRY = Duration.ofMillis(100);
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Set on a thread while it works here. */
    private static final ThreadLocal<RouteThreads> WORKING = new ThreadLocal<>();

    private final Executor threads;
    private final Time time;
    private final QuietLog noThread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** A thread was called and has not come yet: it will find whatever was added before. */
    private final AtomicBoolean called = new AtomicBoolean();

    /** @param threads one at once for everyone who asks, as of a cached pool */
    public RouteThreads(Executor threads, Time time) {
        this.threads = threads;
        this.time = time;
        this.noThread = new QuietLog(QUIET, time::nanoTime);
    }

    /** Whether the calling thread is one that a route may block, of any of these. */
    static boolean areHere() {
        return WORKING.get() != null;
    }

    /** @throws RejectedExecutionException if the threads are shut down, or none could be started; the task will not run */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        try {
            call();
        } catch (RuntimeException | Error e) {
            boolean stillHere = tasks.remove(task);
            // Others may have counted on this very call: theirs are run here, so that none is left behind.
            work();
            if (stillHere) {
                throw new RejectedExecutionException("no thread for a route", e);
            }
        }
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            boolean comes = false;
            try {
                threads.execute(this::work);
                comes = true;
            } finally {
                // Rejected, or the system has no thread left, which is an Error. Whoever is next calls again.
                if (!comes) {
                    called.set(false);
                }
            }
        }
    }

    private void work() {
        // First, so that a task which is added from now on calls the next thread.
        called.set(false);
        RouteThreads outer = WORKING.get();
        WORKING.set(this);
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                if (!tasks.isEmpty()) {
                    callHelp();
                }
                run(task);
            }
        } finally {
            WORKING.set(outer);
        }
    }

    /** This thread may block in its task. If there is no other now, one is asked for again soon. */
    private void callHelp() {
        try {
            call();
        } catch (RejectedExecutionException e) {
            LOG.debug("the route threads are shut down; this one finishes what is left");
        } catch (RuntimeException | Error e) {
            if (noThread.admit() >= 0) {
                LOG.warn(
                        "no further thread for routes could be started ({}); routes wait for each other", e.toString());
            }
            time.after(RETRY, this::callAgain);
        }
    }

    private void callAgain() {
        if (!tasks.isEmpty()) {
            callHelp();
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
