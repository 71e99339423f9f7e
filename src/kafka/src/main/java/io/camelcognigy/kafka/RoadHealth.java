package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the consumer's thread tells of itself, and others look at. A thread that tells nothing any more is known by the
 * time that has passed. Thread-safe.
 */
final class RoadHealth {

    /** Rebalances and commits are waited for; they take no longer than this. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_WITHOUT_COMMIT = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    private volatile long polledAt;
    private volatile long committedAt;
    private volatile long uncommittedSince;
    private volatile boolean uncommitted;
    private volatile String commitFailure;
    private volatile String consumerFailure;
    private volatile String brokerFailure;
    private volatile String ended;

    RoadHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        polledAt = now;
        committedAt = now;
    }

    void polled() {
        polledAt = nanoTime.getAsLong();
        consumerFailure = null;
    }

    void committing() {
        if (!uncommitted) {
            uncommittedSince = nanoTime.getAsLong();
            uncommitted = true;
        }
    }

    void committed() {
        committedAt = nanoTime.getAsLong();
        uncommitted = false;
        commitFailure = null;
    }

    void commitFailed(Exception failure) {
        commitFailure = failure.getClass().getSimpleName();
    }

    void consumerFailed(Throwable failure) {
        consumerFailure = failure.getClass().getSimpleName();
    }

    /** @param failure null if the brokers answer */
    void brokers(String failure) {
        brokerFailure = failure;
    }

    void ended(Throwable error) {
        ended = error.getClass().getSimpleName();
    }

    Duration sincePoll() {
        return Duration.ofNanos(nanoTime.getAsLong() - polledAt);
    }

    Duration sinceCommit() {
        return Duration.ofNanos(nanoTime.getAsLong() - committedAt);
    }

    /** Why the road does not work, in one line without names and addresses; null if it does. */
    String trouble() {
        if (ended != null) {
            return "the consumer has ended: " + ended;
        }
        if (consumerFailure != null) {
            return "the consumer is made anew: " + consumerFailure;
        }
        if (brokerFailure != null) {
            return brokerFailure;
        }
        if (sincePoll().compareTo(LONGEST_SILENCE) > 0) {
            return "no poll for " + sincePoll().toSeconds() + " s";
        }
        long without = nanoTime.getAsLong() - uncommittedSince;
        if (uncommitted && without > LONGEST_WITHOUT_COMMIT.toNanos()) {
            return "no commit for " + Duration.ofNanos(without).toSeconds() + " s"
                    + (commitFailure == null ? "" : ": " + commitFailure);
        }
        return null;
    }
}
