package io.camelcognigy.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a repeated fault speak now and then: one line per interval, and the number of those that were held back in
 * between. Thread-safe.
 */
final class QuietLog {

    private final long intervalNanos;
    private final Time time;
    private final AtomicLong nextAt;
    private final AtomicLong held = new AtomicLong();

    QuietLog(Duration interval, Time time) {
        this.intervalNanos = interval.toNanos();
        this.time = time;
        this.nextAt = new AtomicLong(time.nanoTime());
    }

    /** How many lines were held back since the last one if this one may be written; -1 if it must be held back. */
    long admit() {
        long now = time.nanoTime();
        long due = nextAt.get();
        if (now - due < 0 || !nextAt.compareAndSet(due, now + intervalNanos)) {
            held.incrementAndGet();
            return -1;
        }
        return held.getAndSet(0);
    }
}
