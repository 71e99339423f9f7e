package io.camelcognigy.session;

import io.camelcognigy.transport.Loss;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the Endpoint of one agent is away, as its sessions find out when they try to connect. Thread-safe. */
final class Outage {

    /** Whoever is reached wakes the others at most so often: an Endpoint that takes one and refuses one is not hammered. */
    private static final Duration MIN_WAKE = Duration.ofSeconds(1);

    /** For so long a failure counts for the health of an agent on which nobody tries any more. */
    private static final Duration FAILURE_IS_NEWS = Duration.ofMinutes(1);

    private final Time time;
    private final AgentLog log;
    private final Runnable wake;
    private final AtomicLong nextWake;
    private volatile Loss failure;
    private volatile long failedAt;
    private volatile boolean everReached;

    /** @param wake those that wait to try again, with turns that wait for them, ask for admission now */
    Outage(Time time, AgentLog log, Runnable wake) {
        this.time = time;
        this.log = log;
        this.wake = wake;
        this.nextWake = new AtomicLong(time.nanoTime());
    }

    void reached() {
        boolean recovered = failure != null;
        boolean news = recovered || !everReached;
        failure = null;
        everReached = true;
        if (news) {
            log.reachable();
        }
        if (recovered) {
            wakeNowAndThen();
        }
    }

    void notReached(Loss loss) {
        failedAt = time.nanoTime();
        failure = loss;
    }

    /** Why the last attempt failed, if none succeeded since; else null. */
    Loss failure() {
        return failure;
    }

    boolean failedOfLate() {
        return time.nanoTime() - failedAt < FAILURE_IS_NEWS.toNanos();
    }

    private void wakeNowAndThen() {
        long now = time.nanoTime();
        long due = nextWake.get();
        if (now - due >= 0 && nextWake.compareAndSet(due, now + MIN_WAKE.toNanos())) {
            wake.run();
        }
    }
}
