package io.camelcognigy.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which session may try to connect next: at most so many attempts a second, at most so many at once, those with
 * waiting turns first, else first come, first served. Thread-safe.
 */
final class ConnectAdmission {

    /** Attempts that were not used up to this long ago may be made at once; keeps timers coarse at high rates. */
    private static final Duration BURST = Duration.ofMillis(20);

    private final double tokensPerNano;
    private final double maxTokens;
    private final int concurrency;
    private final Time time;

    private final Set<Ticket> urgent = new LinkedHashSet<>();
    private final Set<Ticket> patient = new LinkedHashSet<>();
    private double tokens;
    private long refilledAt;
    private int inFlight;
    private boolean timerArmed;

    ConnectAdmission(double ratePerSecond, int concurrency, Time time) {
        if (!(ratePerSecond > 0) || concurrency < 1) {
            throw new IllegalArgumentException("connectRate and connectConcurrency must be positive");
        }
        this.tokensPerNano = ratePerSecond / 1e9;
        this.maxTokens = Math.max(1, BURST.toNanos() * tokensPerNano);
        this.concurrency = concurrency;
        this.time = time;
        this.tokens = maxTokens;
        this.refilledAt = time.nanoTime();
    }

    /**
     * Asks for one attempt.
     *
     * @param admitted called once when the attempt may be made, on any thread, possibly before this returns
     */
    Ticket request(boolean hasWaitingTurns, Runnable admitted) {
        Ticket ticket = new Ticket(admitted);
        synchronized (this) {
            (hasWaitingTurns ? urgent : patient).add(ticket);
        }
        admit();
        return ticket;
    }

    private void admit() {
        List<Ticket> admitted = new ArrayList<>();
        synchronized (this) {
            refill();
            while (tokens >= 1 && inFlight < concurrency) {
                Ticket next = poll();
                if (next == null) {
                    break;
                }
                tokens--;
                inFlight++;
                next.admitted = true;
                admitted.add(next);
            }
            boolean onlyRateHolds = inFlight < concurrency && !(urgent.isEmpty() && patient.isEmpty());
            if (onlyRateHolds && !timerArmed) {
                timerArmed = true;
                long nanos = (long) Math.ceil((1 - tokens) / tokensPerNano);
                time.after(Duration.ofNanos(Math.max(1, nanos)), this::onTimer);
            }
        }
        admitted.forEach(ticket -> ticket.whenAdmitted.run());
    }

    private void onTimer() {
        synchronized (this) {
            timerArmed = false;
        }
        admit();
    }

    private void refill() {
        long now = time.nanoTime();
        tokens = Math.min(maxTokens, tokens + (now - refilledAt) * tokensPerNano);
        refilledAt = now;
    }

    private Ticket poll() {
        Set<Ticket> queue = urgent.isEmpty() ? patient : urgent;
        Iterator<Ticket> first = queue.iterator();
        if (!first.hasNext()) {
            return null;
        }
        Ticket ticket = first.next();
        first.remove();
        return ticket;
    }

    /** One session's wish to connect, from the request to the attempt's end. */
    final class Ticket {

        private final Runnable whenAdmitted;
        private boolean admitted;
        private boolean released;

        private Ticket(Runnable whenAdmitted) {
            this.whenAdmitted = whenAdmitted;
        }

        /** A turn waits for this connection now: go before those who only want to listen. */
        void hasWaitingTurns() {
            synchronized (ConnectAdmission.this) {
                if (patient.remove(this)) {
                    urgent.add(this);
                }
            }
        }

        /** The attempt is over, well or badly, or no longer wanted. Idempotent. */
        void release() {
            synchronized (ConnectAdmission.this) {
                if (released) {
                    return;
                }
                released = true;
                urgent.remove(this);
                patient.remove(this);
                if (admitted) {
                    inFlight--;
                }
            }
            admit();
        }
    }
}
