package io.camelcognigy.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps every session in a turn: the next begins where the one before ended, on the same thread. So the load follows the
 * client, and no queue builds up that would show as latency.
 */
final class ClosedLoop {

    private static final long RAMP_MILLIS = 300;
    private static final long LAST_TURN_SECONDS = 30;

    private final Client client;
    private final Histogram latencies = new Histogram();
    private final LongAdder turns = new LongAdder();
    private volatile boolean running;
    private volatile boolean recording;
    private volatile CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile long turnBound;
    private Phaser underWay = new Phaser();

    ClosedLoop(Client client) {
        this.client = client;
    }

    /** Runs turns until there were so many, or for so long. */
    long warm(int sessions, long bound, long seconds) throws Exception {
        client.open(sessions);
        turns.reset();
        begin(sessions, bound);
        await(TimeUnit.SECONDS.toMillis(seconds));
        stop();
        return turns.sum();
    }

    /**
     * Measures one window in the midst of a running loop.
     *
     * @param onEdge called where the window begins and where it ends
     */
    Figures measure(int sessions, long millis, Runnable onEdge) throws Exception {
        client.open(sessions);
        begin(sessions, Long.MAX_VALUE);
        await(RAMP_MILLIS);
        latencies.clear();
        onEdge.run();
        long cpu = Measure.cpuNanos();
        long time = System.nanoTime();
        recording = true;
        await(millis);
        recording = false;
        long windowNanos = System.nanoTime() - time;
        long cpuNanos = Measure.cpuNanos() - cpu;
        onEdge.run();
        stop();
        return Figures.of(latencies, windowNanos, cpuNanos);
    }

    private void begin(int sessions, long bound) {
        end = new CompletableFuture<>();
        turnBound = bound;
        running = true;
        underWay = new Phaser(sessions + 1);
        for (int session = 0; session < sessions; session++) {
            next(session);
        }
    }

    private void next(int session) {
        long begun = System.nanoTime();
        client.turn(session, failure -> over(session, begun, failure));
    }

    private void over(int session, long begun, Throwable failure) {
        if (recording) {
            latencies.record(System.nanoTime() - begun);
        }
        turns.increment();
        if (failure != null) {
            end.completeExceptionally(failure);
        } else if (turnBound != Long.MAX_VALUE && turns.sum() >= turnBound) {
            end.complete(null);
        } else if (running) {
            next(session);
            return;
        }
        underWay.arriveAndDeregister();
    }

    private void await(long millis) throws Exception {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The usual end: time is up and no turn has failed.
        } catch (ExecutionException e) {
            running = false;
            throw new IllegalStateException("a turn failed", e.getCause());
        }
    }

    private void stop() throws Exception {
        running = false;
        underWay.awaitAdvanceInterruptibly(underWay.arrive(), LAST_TURN_SECONDS, TimeUnit.SECONDS);
        await(0);
    }
}
