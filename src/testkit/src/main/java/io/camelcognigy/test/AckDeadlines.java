package io.camelcognigy.test;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * When the acknowledgements that the connections of one event loop wait for are overdue. All have the same time to come,
 * so that a queue is in the order of its deadlines, and one timer serves thousands of connections: a timer for each would
 * wake the loop for each, most of the time for nothing. Event loop only.
 */
final class AckDeadlines {

    private final EventExecutor loop;
    private final long timeoutNanos;
    private final Queue<Pending> oldestFirst = new ArrayDeque<>();
    private boolean armed;

    AckDeadlines(EventExecutor loop, Duration timeout) {
        this.loop = loop;
        this.timeoutNanos = timeout.toNanos();
    }

    /** @param whenMissed runs if it is not {@link Pending#settle settled} in time */
    Pending watch(String event, Runnable whenMissed) {
        Pending pending = new Pending(event, System.nanoTime() + timeoutNanos, whenMissed);
        oldestFirst.add(pending);
        arm(timeoutNanos);
        return pending;
    }

    private void arm(long delayNanos) {
        if (!armed) {
            armed = true;
            loop.schedule(this::expire, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        armed = false;
        long now = System.nanoTime();
        dropSettled();
        while (!oldestFirst.isEmpty()) {
            long left = oldestFirst.peek().deadlineNanos - now;
            if (left > 0) {
                arm(left);
                return;
            }
            oldestFirst.remove().whenMissed.run();
            dropSettled();
        }
    }

    /** Acknowledgements come in about the order in which they are asked for: the queue stays short. */
    private void dropSettled() {
        while (!oldestFirst.isEmpty() && oldestFirst.peek().settled) {
            oldestFirst.remove();
        }
    }

    /** One that is waited for. */
    final class Pending {

        private final String event;
        private final long deadlineNanos;
        private final Runnable whenMissed;
        private boolean settled;

        private Pending(String event, long deadlineNanos, Runnable whenMissed) {
            this.event = event;
            this.deadlineNanos = deadlineNanos;
            this.whenMissed = whenMissed;
        }

        String event() {
            return event;
        }

        /** It came, or it no longer matters. */
        void settle() {
            settled = true;
            dropSettled();
        }
    }
}
