package io.camelcognigy.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was said unasked to sessions without a connection, and what they did not confirm before theirs was cut, for a while
 * (PROTOCOL §9). The oldest of a session goes where there are too many. Guarded by the hub.
 */
final class EventBuffer {

    /** Of one session. */
    static final int MOST = 1_000;

    private final long keptNanos;
    private final Map<String, Deque<Held>> bySession = new HashMap<>();

    private record Held(Map<String, Object> envelope, long until) {}

    /** @param kept how long; zero keeps nothing */
    EventBuffer(Duration kept) {
        this.keptNanos = kept.toNanos();
    }

    boolean on() {
        return keptNanos > 0;
    }

    void add(String sessionId, Map<String, Object> envelope) {
        if (on()) {
            held(sessionId).addLast(new Held(envelope, System.nanoTime() + keptNanos));
            dropWhatIsTooMuch(sessionId);
        }
    }

    /** What was sent before all that has come since, in its order. */
    void putBack(String sessionId, Collection<Map<String, Object>> unconfirmed) {
        if (on() && !unconfirmed.isEmpty()) {
            long until = System.nanoTime() + keptNanos;
            List<Map<String, Object>> latestFirst = new ArrayList<>(unconfirmed);
            Collections.reverse(latestFirst);
            latestFirst.forEach(envelope -> held(sessionId).addFirst(new Held(envelope, until)));
            dropWhatIsTooMuch(sessionId);
        }
    }

    /** All that is not too old, in order; they are not here any more. */
    List<Map<String, Object>> take(String sessionId) {
        Deque<Held> held = bySession.remove(sessionId);
        long now = System.nanoTime();
        return held == null
                ? List.of()
                : held.stream()
                        .filter(event -> event.until() - now > 0)
                        .map(Held::envelope)
                        .toList();
    }

    private Deque<Held> held(String sessionId) {
        return bySession.computeIfAbsent(sessionId, id -> new ArrayDeque<>());
    }

    private void dropWhatIsTooMuch(String sessionId) {
        Deque<Held> held = held(sessionId);
        while (held.size() > MOST) {
            held.removeFirst();
        }
    }
}
