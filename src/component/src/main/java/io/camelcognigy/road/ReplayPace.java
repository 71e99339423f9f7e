package io.camelcognigy.road;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast dead letters are sent again: in batches, each of them a transaction, and with a pause behind each.
 *
 * @param perSecond of letters; 0 for as fast as it goes
 */
public record ReplayPace(int perSecond) {

    private static final int BATCH = 100;

    /** At most so many letters in one transaction. */
    public int batch() {
        return perSecond > 0 ? Math.min(BATCH, perSecond) : BATCH;
    }

    /** Waits so long that no more than so many are sent in a second. */
    public void after(int sent) {
        if (perSecond > 0) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(sent) / perSecond);
        }
    }
}
