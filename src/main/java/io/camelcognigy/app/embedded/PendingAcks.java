package io.camelcognigy.app.embedded;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The acknowledgements one connection waits for, oldest first. One timer serves them all, so that thousands of turns a
 * second leave no heap of timers behind. Event loop only.
 */
final class PendingAcks {

    private final EventExecutor loop;
    private final long timeoutNanos;
    private final BiConsumer<Long, String> onMissed;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private Future<?> timer;

    /** @param onMissed takes the id and the event of each that did not come in time */
    PendingAcks(EventExecutor loop, Duration timeout, BiConsumer<Long, String> onMissed) {
        this.loop = loop;
        this.timeoutNanos = timeout.toNanos();
        this.onMissed = onMissed;
    }

    void expect(long id, String event) {
        pending.put(id, new Pending(event, System.nanoTime() + timeoutNanos));
        if (timer == null) {
            timer = loop.schedule(this::expire, timeoutNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The event that was acknowledged; null if nobody waits for this id. */
    String arrived(long id) {
        Pending found = pending.remove(id);
        return found == null ? null : found.event();
    }

    /** The connection is gone: takes every open id to the listener, misses none. */
    void cut(BiConsumer<Long, String> onCut) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        pending.forEach((id, open) -> onCut.accept(id, open.event()));
        pending.clear();
    }

    private void expire() {
        timer = null;
        long now = System.nanoTime();
        Iterator<Map.Entry<Long, Pending>> oldestFirst = pending.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Long, Pending> next = oldestFirst.next();
            long left = next.getValue().deadlineNanos() - now;
            if (left > 0) {
                timer = loop.schedule(this::expire, left, TimeUnit.NANOSECONDS);
                return;
            }
            oldestFirst.remove();
            onMissed.accept(next.getKey(), next.getValue().event());
        }
    }

    private record Pending(String event, long deadlineNanos) {}
}
