package io.camelcognigy.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Begins turns at a steady rate, session after session, all that are due every millisecond. A turn that could not begin in
 * time, because this process stood still or its session had not ended the one before, counts from when it was due: a
 * pause is not forgotten.
 */
final class Pacer implements Runnable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Load load;
    private final Begin turns;
    private final BooleanSupplier running;
    private final Runnable atEnd;
    private final AtomicIntegerArray busy;

    /** Begins a turn. */
    @FunctionalInterface
    interface Begin {

        /**
         * @param since from when its latency counts, in the time of {@link System#nanoTime()}
         * @param free to be run when it is over
         */
        void turn(int session, long since, Runnable free);
    }

    Pacer(Load load, Begin turns, BooleanSupplier running, Runnable atEnd) {
        this.load = load;
        this.turns = turns;
        this.running = running;
        this.atEnd = atEnd;
        this.busy = new AtomicIntegerArray(load.sessions());
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        long gap = TimeUnit.SECONDS.toNanos(1) / load.perSecond();
        long count = 0;
        while (running.getAsBoolean()) {
            long now = System.nanoTime();
            for (long due = begun + count * gap; due - now <= 0; due += gap) {
                int session = (int) (count % load.sessions());
                if (!busy.compareAndSet(session, 0, 1)) {
                    break;
                }
                count++;
                long begins = System.nanoTime();
                turns.turn(session, begins - due > 2 * TICK_NANOS ? due : begins, () -> busy.set(session, 0));
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        atEnd.run();
    }
}
