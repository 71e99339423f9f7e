package io.camelcognigy.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Lets a test wait for what an endpoint sees; costs next to nothing while nobody waits. Thread-safe. */
final class Changes {

    private final AtomicInteger waiting = new AtomicInteger();

    /** To be called after the change can be seen. */
    void happened() {
        if (waiting.get() > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /**
     * @param condition asked at once, and again after each change
     * @return whether it holds, in the end
     */
    boolean await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        waiting.incrementAndGet();
        try {
            synchronized (this) {
                while (!condition.getAsBoolean()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return condition.getAsBoolean();
        } finally {
            waiting.decrementAndGet();
        }
    }
}
