package io.camelcognigy.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts a client under load. Either every session is kept in a turn: the next begins where the one before ended, on the
 * same thread, so that the load follows the client and no queue builds up that would show as latency. Or turns begin at a
 * steady rate, by a {@link Pacer}.
 */
final class Loop {

    private static final long LAST_TURN_SECONDS = 30;
    private static final long ONCE_SECONDS = 900;

    private final Client client;
    private final Histogram latencies = new Histogram();
    private final LongAdder turns = new LongAdder();
    private volatile boolean running;
    private volatile boolean recording;
    private volatile CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile long turnBound;
    private Phaser underWay = new Phaser();

    Loop(Client client) {
        this.client = client;
    }

    /** Keeps the sessions in turns until there were so many, or for so long. */
    long warm(int sessions, long bound, long seconds) throws Exception {
        client.open(sessions);
        turns.reset();
        begin(Load.saturated(sessions), bound);
        await(TimeUnit.SECONDS.toMillis(seconds));
        stop();
        return turns.sum();
    }

    /** One turn in each session, all at once; returns the seconds until the last is over. */
    double once(int sessions) throws Exception {
        long begun = System.nanoTime();
        Turns.run(client, 0, sessions, 1, ONCE_SECONDS);
        return (System.nanoTime() - begun) / 1e9;
    }

    /**
     * Measures one window in the midst of a running loop.
     *
     * @param rampMillis how long it runs before the window
     * @param onEdge called where the window begins and where it ends
     */
    Figures measure(Load load, long millis, long rampMillis, Runnable onEdge) throws Exception {
        client.open(load.sessions());
        begin(load, Long.MAX_VALUE);
        await(rampMillis);
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

    private void begin(Load load, long bound) {
        end = new CompletableFuture<>();
        turnBound = bound;
        running = true;
        underWay = new Phaser(1);
        if (load.perSecond() == Load.AS_FAST_AS_IT_GOES) {
            underWay.bulkRegister(load.sessions());
            for (int session = 0; session < load.sessions(); session++) {
                next(session);
            }
        } else {
            underWay.register();
            new Thread(new Pacer(load, this::paced, () -> running, underWay::arriveAndDeregister), "pacer").start();
        }
    }

    private void next(int session) {
        long begun = System.nanoTime();
        client.turn(session, failure -> {
            over(begun, failure);
            if (failure == null && running) {
                next(session);
            } else {
                underWay.arriveAndDeregister();
            }
        });
    }

    private void paced(int session, long since, Runnable free) {
        underWay.register();
        client.turn(session, failure -> {
            over(since, failure);
            free.run();
            underWay.arriveAndDeregister();
        });
    }

    private void over(long begun, Throwable failure) {
        if (recording) {
            latencies.record(System.nanoTime() - begun);
        }
        turns.increment();
        if (failure != null) {
            running = false;
            end.completeExceptionally(failure);
        } else if (turnBound != Long.MAX_VALUE && turns.sum() >= turnBound) {
            running = false;
            end.complete(null);
        }
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
