package io.camelcognigy.session;

import io.camelcognigy.session.AgentSettings.Bounds;
import java.time.Duration;

/**
 * When a session last heard or said something, and how long it may be quiet. Confined to the session's serial executor;
 * {@link #lastAt()}, {@link #quiet()} and {@link #age()} may be read from any thread as of a moment ago.
 */
final class Activity {

    private final Time time;
    private final Bounds bounds;
    private final long since;
    private volatile long lastAt;
    private boolean spokeAgain;

    Activity(Time time, Bounds bounds) {
        this.time = time;
        this.bounds = bounds;
        this.since = touch();
    }

    /** Something comes or goes now; the time of it. */
    long touch() {
        long now = time.nanoTime();
        lastAt = now;
        return now;
    }

    /** @param again whether it is not the session's first */
    void input(boolean again) {
        touch();
        spokeAgain = again;
    }

    /** It was quiet for so long when it was opened again, and has had more than one input. */
    void reopened(Duration quiet) {
        lastAt = time.nanoTime() - quiet.toNanos();
        spokeAgain = true;
    }

    long lastAt() {
        return lastAt;
    }

    Duration quiet() {
        return Duration.ofNanos(Math.max(0, time.nanoTime() - lastAt));
    }

    /** For how long the session has been open. */
    Duration age() {
        return Duration.ofNanos(time.nanoTime() - since);
    }

    boolean quietForTooLong() {
        return time.nanoTime() - lastAt >= idleTimeout().toNanos();
    }

    private Duration idleTimeout() {
        Duration timeout = bounds.sessionIdleTimeout();
        Duration once = bounds.singleInputIdleTimeout();
        return spokeAgain || timeout.compareTo(once) < 0 ? timeout : once;
    }
}
