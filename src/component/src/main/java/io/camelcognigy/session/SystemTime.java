package io.camelcognigy.session;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Real time: one daemon thread for all timers of an agent. */
public final class SystemTime implements Time, AutoCloseable {

    private static final long TICK_SECONDS = 1;

    private final ScheduledThreadPoolExecutor timer;

    public SystemTime(ThreadFactory threads) {
        timer = new ScheduledThreadPoolExecutor(1, threads);
        // A silence is often ended by the next output; without this its timer would stay in memory until it is due.
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // The thread is woken for a timer that is due before all others. With this one there, only short ones are.
        timer.scheduleWithFixedDelay(() -> {}, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        try {
            Future<?> scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            // Closed: whoever still asks is being stopped, and everything that hangs on a timer is ended by the stop.
            return Cancellable.NOTHING;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
