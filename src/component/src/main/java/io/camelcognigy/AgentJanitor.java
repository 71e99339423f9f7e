package io.camelcognigy;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Calls again and again for those agents that nobody holds, from the first of them on. Thread-safe. */
final class AgentJanitor {

    private static final long ROUND_MILLIS = 250;

    private final Supplier<ScheduledExecutorService> threads;
    private volatile Duration linger;
    private ScheduledExecutorService thread;

    /** @param linger how long an agent that nobody holds is kept, in case that somebody comes back */
    AgentJanitor(Supplier<ScheduledExecutorService> threads, Duration linger) {
        this.threads = threads;
        this.linger = linger;
    }

    void linger(Duration howLong) {
        linger = howLong;
    }

    /** @param round closes the agents that nobody held for that long */
    synchronized void watch(Consumer<Duration> round) {
        if (thread == null) {
            thread = threads.get();
            thread.scheduleWithFixedDelay(
                    () -> round.accept(linger), ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
