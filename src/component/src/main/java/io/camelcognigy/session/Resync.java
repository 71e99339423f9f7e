package io.camelcognigy.session;

import io.camelcognigy.session.Time.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * A session out of step: its last turn ended without a final ping, which may still come and must not end the next turn. It
 * gets a while to come, once a turn waits for it. Confined to the session's serial executor.
 */
final class Resync {

    /** How the turn ended. */
    enum Why {
        /** It may still go on at the Endpoint: only a fresh connection is safe. */
        TIMEOUT,
        /** It failed at the Endpoint, which may or may not send a ping for it; the connection is kept. */
        ERROR
    }

    private final Time time;
    private final Executor serial;
    private final long patienceNanos;
    private final Runnable elapsed;
    private Why why;
    private long since;
    private Cancellable timer = Cancellable.NOTHING;

    /** @param elapsed run in the serial executor when the ping has had its while; {@link #due()} says whether it still counts */
    Resync(Time time, Executor serial, Duration patience, Runnable elapsed) {
        this.time = time;
        this.serial = serial;
        this.patienceNanos = patience.toNanos();
        this.elapsed = elapsed;
    }

    void begin(Why reason) {
        why = reason;
        since = time.nanoTime();
    }

    /** A turn waits. Until then the ping may take as long as it likes. */
    void turnWaits() {
        timer.cancel();
        timer = time.after(Duration.ofNanos(Math.max(0, left())), () -> serial.execute(elapsed));
    }

    void cancel() {
        timer.cancel();
    }

    /** A timer that was on its way when it was cancelled may find the session out of step once more, for a later turn. */
    boolean due() {
        return left() <= 0;
    }

    boolean needsFreshConnection() {
        return why == Why.TIMEOUT;
    }

    private long left() {
        return patienceNanos - (time.nanoTime() - since);
    }
}
