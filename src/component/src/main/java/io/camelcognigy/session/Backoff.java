package io.camelcognigy.session;

import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait before the next attempt to connect: exponential with full jitter, a pure function of the attempt and
 * of one random number.
 *
 * @param base the ceiling of the first wait
 * @param max no wait is longer, jitter included
 */
public record Backoff(Duration base, Duration max) {

    public Backoff {
        Objects.requireNonNull(base);
        Objects.requireNonNull(max);
        if (base.isNegative() || base.isZero() || max.compareTo(base) < 0) {
            throw new IllegalArgumentException("reconnectDelay must be positive and at most reconnectMaxDelay");
        }
    }

    /**
     * @param attempt the failures in a row, counted from 1; lower counts as 1
     * @param random from 0 (inclusive) to 1 (exclusive)
     */
    public Duration delay(int attempt, double random) {
        int doublings = Math.min(Math.max(attempt, 1) - 1, 62);
        double ceiling = Math.min(max.toNanos(), base.toNanos() * (double) (1L << doublings));
        return Duration.ofNanos((long) (ceiling * random));
    }
}
