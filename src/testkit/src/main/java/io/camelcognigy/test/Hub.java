package io.camelcognigy.test;

import io.camelcognigy.test.Violation.Kind;
import io.netty.util.concurrent.EventExecutor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a simulated endpoint share. Thread-safe. */
final class Hub {

    private final Settings settings;
    private final Journal journal;
    private final Faults faults = new Faults();
    private final Changes changes = new Changes();
    private final AtomicLong ackIds = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final Set<Conversation> live = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Conversation>> bySession = new ConcurrentHashMap<>();
    private final Map<EventExecutor, AckDeadlines> ackDeadlines = new ConcurrentHashMap<>();
    private final EventBuffer buffer;
    private volatile Track latest;

    Hub(Settings settings, Journal journal) {
        this.settings = settings;
        this.journal = journal;
        this.buffer = new EventBuffer(settings.eventBuffer());
    }

    Settings settings() {
        return settings;
    }

    Journal journal() {
        return journal;
    }

    Faults faults() {
        return faults;
    }

    Changes changes() {
        return changes;
    }

    /** Counted over all connections, as real servers do: ids of one connection skip (PROTOCOL §15). */
    long nextAckId() {
        return ackIds.getAndIncrement();
    }

    /** What all connections of that event loop share; to be used on it. */
    AckDeadlines ackDeadlines(EventExecutor loop) {
        return ackDeadlines.computeIfAbsent(loop, its -> new AckDeadlines(its, settings.ackTimeout()));
    }

    Track accepted() {
        Track track = new Track(accepted.incrementAndGet());
        latest = track;
        return track;
    }

    long acceptedCount() {
        return accepted.get();
    }

    Progress progress() {
        Track track = latest;
        return track == null ? Progress.NONE : track.progress();
    }

    void opened(Conversation conversation) {
        live.add(conversation);
    }

    void identified(String sessionId, Conversation conversation) {
        Set<Conversation> all = bySession.compute(sessionId, (id, known) -> {
            Set<Conversation> members = known == null ? ConcurrentHashMap.newKeySet() : known;
            members.add(conversation);
            return members;
        });
        if (all.size() > 1) {
            journal.add(new Violation(Kind.SECOND_CONNECTION, sessionId, "the session has a live connection already"));
        }
        synchronized (buffer) {
            buffer.take(sessionId).forEach(conversation::push);
        }
    }

    /** @param unconfirmed what was pushed there and not acknowledged, in order */
    void gone(String sessionId, Conversation conversation, Collection<Map<String, Object>> unconfirmed) {
        live.remove(conversation);
        if (sessionId == null) {
            return;
        }
        bySession.computeIfPresent(sessionId, (id, known) -> {
            known.remove(conversation);
            return known.isEmpty() ? null : known;
        });
        synchronized (buffer) {
            List<Conversation> others = conversations(sessionId);
            if (others.isEmpty()) {
                buffer.putBack(sessionId, unconfirmed);
            } else if (buffer.on()) {
                unconfirmed.forEach(others.get(0)::push);
            }
        }
    }

    boolean buffers() {
        return buffer.on();
    }

    /** @return to how many live connections; to none, it waits for the next one where events are buffered */
    int push(String sessionId, Map<String, Object> envelope) {
        synchronized (buffer) {
            List<Conversation> found = conversations(sessionId);
            found.forEach(conversation -> conversation.push(envelope));
            if (found.isEmpty()) {
                buffer.add(sessionId, envelope);
            }
            return found.size();
        }
    }

    int liveCount() {
        return live.size();
    }

    List<Conversation> conversations(String sessionId) {
        return List.copyOf(bySession.getOrDefault(sessionId, Set.of()));
    }
}
