package io.camelcognigy.jms;

import io.camelcognigy.road.Collation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets the messages of one session key pass one after the other: each when the one before it is done, and together those that
 * belong together ({@link Collation}). Those that wait hold no thread. Thread-safe.
 */
final class Lanes {

    private final Collation collation;
    private final LongSupplier nanoTime;

    /** Those of each key; the first of each queue is the one under way, or waits for more. */
    private final Map<String, Deque<TakenMessage>> lanes = new HashMap<>();

    /** Of these, those whose first waits for more. */
    private final Set<Deque<TakenMessage>> collating = new HashSet<>();

    private int waiting;

    Lanes(Collation collation, LongSupplier nanoTime) {
        this.collation = collation;
        this.nanoTime = nanoTime;
    }

    /** Who may go on now; null for nobody. */
    synchronized TakenMessage enter(TakenMessage newcomer) {
        Deque<TakenMessage> lane = lanes.computeIfAbsent(newcomer.input.sessionKey(), any -> new ArrayDeque<>(1));
        lane.add(newcomer);
        waiting++;
        return lane.size() == 1 || collating.contains(lane) ? next(lane) : null;
    }

    /** Who is behind it and goes with it; asked when it begins for the first time. */
    synchronized List<TakenMessage> behind(TakenMessage first) {
        Deque<TakenMessage> lane = lanes.get(first.input.sessionKey());
        int together = collation.first(lane, message -> message.sentence).inputs();
        waiting -= together - 1;
        return lane.stream().skip(1).limit(together - 1L).toList();
    }

    /** The one under way is done, with those that went with it. Returns who may go on now; null for nobody. */
    synchronized TakenMessage leave(TakenMessage first) {
        String key = first.input.sessionKey();
        Deque<TakenMessage> lane = lanes.get(key);
        first.all().forEach(any -> lane.remove());
        if (lane.isEmpty()) {
            lanes.remove(key);
            return null;
        }
        return next(lane);
    }

    /** Those that have waited long enough for more, and may go on now. */
    synchronized List<TakenMessage> due() {
        List<TakenMessage> due = new ArrayList<>();
        for (Deque<TakenMessage> lane : List.copyOf(collating)) {
            TakenMessage next = next(lane);
            if (next != null) {
                due.add(next);
            }
        }
        return due;
    }

    private TakenMessage next(Deque<TakenMessage> lane) {
        if (collation.first(lane, message -> message.sentence).isDue(nanoTime.getAsLong())) {
            collating.remove(lane);
            waiting--;
            return lane.element();
        }
        collating.add(lane);
        return null;
    }

    synchronized int waiting() {
        return waiting;
    }
}
