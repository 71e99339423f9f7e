package io.camelcognigy.session;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;

/** The open sessions of one agent, found by their ids: bounded in number, and counted by state. Thread-safe. */
final class Sessions {

    private final int max;
    private final Function<TurnRequest.Ids, Session> open;
    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final LongestIdle longestIdle;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicIntegerArray byState = new AtomicIntegerArray(SessionState.values().length);

    Sessions(int max, Time time, Function<TurnRequest.Ids, Session> open) {
        this.max = max;
        this.open = open;
        this.longestIdle = new LongestIdle(byId.values(), time);
    }

    /** That session, opened if need be; null if there is no room for it. */
    Session findOrOpen(TurnRequest.Ids ids) {
        return byId.computeIfAbsent(ids.sessionId(), id -> openIfThereIsRoom(ids));
    }

    /** Null if it is not open. */
    Session find(String sessionId) {
        return byId.get(sessionId);
    }

    boolean has(String sessionId) {
        return byId.containsKey(sessionId);
    }

    /** As they are; may change meanwhile. */
    Collection<Session> all() {
        return byId.values();
    }

    /** Who seems to be idle longest, and is not named again; null if all are busy. */
    Session longestIdle() {
        return longestIdle.next();
    }

    int max() {
        return max;
    }

    int count() {
        return count.get();
    }

    int connected() {
        return in(SessionState.READY) + in(SessionState.IN_TURN) + in(SessionState.OUT_OF_STEP);
    }

    int in(SessionState state) {
        return byState.get(state.ordinal());
    }

    void moved(SessionState before, SessionState after) {
        // In this order: who is connected and goes on must not be missing in between.
        byState.incrementAndGet(after.ordinal());
        byState.decrementAndGet(before.ordinal());
    }

    void forget(Session session) {
        if (byId.remove(session.id(), session)) {
            count.decrementAndGet();
            byState.decrementAndGet(session.state().ordinal());
        }
    }

    private Session openIfThereIsRoom(TurnRequest.Ids ids) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return null;
        }
        byState.incrementAndGet(SessionState.NEW.ordinal());
        return open.apply(ids);
    }
}
