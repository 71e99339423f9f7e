package io.camelcognigy.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** So many mails of one sender within any hour. Remembers a bounded number of senders, the latest. */
final class RateLimit {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final int perHour;
    private final Clock clock;
    private final Map<String, Deque<Instant>> senders;

    RateLimit(int perHour, int maxSenders, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
        this.senders = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
                return size() > maxSenders;
            }
        };
    }

    /** Whether one more is within the limit; if so, it counts. */
    synchronized boolean admits(String sender) {
        Instant now = clock.instant();
        Deque<Instant> times = senders.computeIfAbsent(sender, unknown -> new ArrayDeque<>(1));
        while (!times.isEmpty() && !times.peekFirst().isAfter(now.minus(WINDOW))) {
            times.removeFirst();
        }
        if (times.size() >= perHour) {
            return false;
        }
        times.addLast(now);
        return true;
    }
}
