package io.camelcognigy.jms;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a road that asks one message after the other shall do now: take and ask; only finish, while it is paused; or end. Once it
 * is paused no turn begins of which {@link #underWay} does not know. Thread-safe.
 */
final class Intention {

    private static final Logger LOG = LoggerFactory.getLogger(Intention.class);

    private final String road;
    private final BooleanSupplier reachable;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean paused;
    private boolean holding;
    private int underWay;
    private int waiting;

    /** @param reachable whether somebody can be asked; while not, nothing is taken */
    Intention(String road, BooleanSupplier reachable) {
        this.road = road;
        this.reachable = reachable;
    }

    synchronized boolean takes() {
        boolean hold = !reachable.getAsBoolean();
        if (hold != holding) {
            holding = hold;
            LOG.info(
                    hold ? "{}: takes no more, as the bot cannot be reached" : "{}: goes on, the bot can be reached",
                    road);
        }
        return !paused && !hold;
    }

    /** Whether a turn may begin; then it must {@link #end}. */
    synchronized boolean begin() {
        if (paused || closed()) {
            return false;
        }
        underWay++;
        return true;
    }

    synchronized void end() {
        underWay--;
    }

    synchronized void pause(boolean now) {
        paused = now;
    }

    synchronized boolean paused() {
        return paused;
    }

    void close() {
        closing.countDown();
    }

    boolean closed() {
        return closing.getCount() == 0;
    }

    synchronized int underWay() {
        return underWay;
    }

    synchronized int waiting() {
        return waiting;
    }

    private synchronized void waiting(int more) {
        waiting += more;
    }

    void await(long millis) throws InterruptedException {
        closing.await(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits before an input is tried again: that long; while nobody can be reached, longer; until somebody can be reached again,
     * not that long.
     *
     * @param late whether it has waited for too long
     * @return false if it shall not be tried again here, as the road is paused or ends
     */
    boolean hold(long millis, BooleanSupplier late, long lookMillis) throws InterruptedException {
        waiting(1);
        try {
            long left = millis;
            boolean before = reachable.getAsBoolean();
            while (!closed() && !paused() && !late.getAsBoolean()) {
                await(lookMillis);
                left -= lookMillis;
                boolean now = reachable.getAsBoolean();
                if (now && (left <= 0 || !before)) {
                    break;
                }
                before = now;
            }
            return !closed() && !paused();
        } finally {
            waiting(-1);
        }
    }
}
