package io.camelcognigy.session;

import java.time.Duration;

/** The engine's only source of time, so that tests can own it. Thread-safe. */
public interface Time {

    /** A monotonic clock in nanoseconds with an arbitrary origin. */
    long nanoTime();

    /** Runs a short, non-blocking task once, no earlier than after the delay. */
    Cancellable after(Duration delay, Runnable task);

    /** A timer that has not fired. Cancelling one that has fired, or twice, does nothing. */
    @FunctionalInterface
    interface Cancellable {
        Cancellable NOTHING = () -> {};

        void cancel();
    }
}
