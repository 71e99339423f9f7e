package io.camelcognigy.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * So many mails of one sender within any hour, and so many of all senders. Remembers a bounded number of senders, the
 * latest. Thread-safe.
 */
final class RateLimit {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final int perSender;
    private final int total;
    private final Clock clock;
    private final Map<String, Deque<Instant>> senders;
    private final Deque<Instant> all = new ArrayDeque<>();

    /** @param total of all senders; 0: no limit */
    RateLimit(int perSender, int total, int maxSenders, Clock clock) {
        this.perSender = perSender;
        this.total = total;
        this.clock = clock;
        this.senders = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
                return size() > maxSenders;
            }
        };
    }

    /** Whether one more of anybody is within the limit of all. */
    synchronized boolean hasRoom() {
        forgetOld(all);
        return total == 0 || all.size() < total;
    }

    /** Whether one more of this sender is within the limit; if so, it counts. */
    synchronized boolean admits(String sender) {
        Deque<Instant> times = senders.computeIfAbsent(Sender.withoutTag(sender), unknown -> new ArrayDeque<>(1));
        forgetOld(times);
        if (times.size() >= perSender) {
            return false;
        }
        Instant now = clock.instant();
        times.addLast(now);
        if (total > 0) {
            all.addLast(now);
        }
        return true;
    }

    /** Whether one more of this sender is within both limits; if so, it counts. */
    synchronized boolean admitsNow(String sender) {
        return hasRoom() && admits(sender);
    }

    private void forgetOld(Deque<Instant> times) {
        Instant old = clock.instant().minus(WINDOW);
        while (!times.isEmpty() && !times.peekFirst().isAfter(old)) {
            times.removeFirst();
        }
    }
}
