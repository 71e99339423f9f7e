package io.camelcognigy.observe;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which inputs begin a conversation that Cognigy bills: the first of a session within 24 hours, and each 50 later (PROTOCOL §13). It
 * knows what it has seen since it began, of so many sessions at most; so it may count more than the bill has, never less. Thread-safe.
 */
final class BillableConversations {

    static final int INPUTS = 50;
    static final Duration PERIOD = Duration.ofHours(24);
    static final int MOST_SESSIONS = 100_000;

    private final LongSupplier nanoTime;
    /** Oldest first. */
    private final Map<String, Period> periods = new LinkedHashMap<>();

    private static final class Period {

        private final long began;
        private long inputs;

        Period(long began) {
            this.began = began;
        }
    }

    BillableConversations(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An input of that session goes out. */
    synchronized boolean begins(String sessionId) {
        long now = nanoTime.getAsLong();
        Period period = periods.get(sessionId);
        if (period == null || isOver(period, now)) {
            forgetOld(now);
            period = new Period(now);
            periods.put(sessionId, period);
        }
        return period.inputs++ % INPUTS == 0;
    }

    private static boolean isOver(Period period, long now) {
        return now - period.began >= PERIOD.toNanos();
    }

    /** Those that are over, and the oldest where there is no room. */
    private void forgetOld(long now) {
        Iterator<Period> oldest = periods.values().iterator();
        while (oldest.hasNext() && (isOver(oldest.next(), now) || periods.size() >= MOST_SESSIONS)) {
            oldest.remove();
        }
    }

    synchronized int sessions() {
        return periods.size();
    }
}
