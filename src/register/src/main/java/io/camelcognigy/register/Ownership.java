package io.camelcognigy.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sessions of a road are this process' own, and which inputs wait until theirs is. Remembers those that live, and those
 * that inputs are in hand for. Thread-safe.
 */
final class Ownership {

    /** What an input does next. */
    enum Entry {
        GO,
        /** It is told. */
        WAIT,
        /** It is told, and nobody asks the table for its session yet. */
        WAIT_AND_CLAIM
    }

    private static final class Holding {
        /** Nobody else has a connection for it. */
        private boolean ours;
        /** Inputs that went in and did not come out. */
        private int inHand;

        private final List<Runnable> waiting = new ArrayList<>(1);
        private boolean claiming;
        /** It is another's, or may be: its connection is closed as soon as nothing hangs on it. */
        private boolean leaving;
    }

    private final Map<String, Holding> holdings = new HashMap<>();
    private boolean closed;

    /** @param then called once it is ours, unless the answer is {@link Entry#GO} */
    synchronized Entry enter(String key, Runnable then) {
        Holding holding = holding(key);
        if (holding.ours && !holding.leaving) {
            holding.inHand++;
            return Entry.GO;
        }
        holding.waiting.add(then);
        boolean first = !holding.claiming && !closed;
        holding.claiming = true;
        return first ? Entry.WAIT_AND_CLAIM : Entry.WAIT;
    }

    /** The table says that it is ours. @return who may go on */
    synchronized List<Runnable> claimed(String key) {
        if (closed) {
            return List.of();
        }
        Holding holding = holding(key);
        holding.ours = true;
        holding.leaving = false;
        holding.claiming = false;
        holding.inHand += holding.waiting.size();
        List<Runnable> told = List.copyOf(holding.waiting);
        holding.waiting.clear();
        return told;
    }

    /** It was taken over, or found to be ours. */
    synchronized void took(String key) {
        Holding holding = holding(key);
        holding.ours = true;
        holding.leaving = false;
    }

    /** An input is done. @return whether no other is in hand of a session that is ours */
    synchronized boolean exit(String key) {
        Holding holding = holdings.get(key);
        if (holding == null) {
            return false;
        }
        holding.inHand = Math.max(0, holding.inHand - 1);
        tidy(key, holding);
        return holding.ours && holding.inHand == 0;
    }

    /** It is another's, or is to be. */
    synchronized void leave(String key) {
        Holding holding = holding(key);
        holding.ours = false;
        holding.leaving = true;
    }

    /** They all may be another's. */
    synchronized void leaveAll() {
        holdings.forEach((key, holding) -> {
            holding.leaving |= holding.ours;
            holding.ours = false;
        });
    }

    /** Of those that leave, those that no input is in hand of. */
    synchronized List<String> leaving() {
        return holdings.entrySet().stream()
                .filter(each -> each.getValue().leaving && each.getValue().inHand == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Nothing of it is here any more. @return false if it is ours again */
    synchronized boolean left(String key) {
        Holding holding = holdings.get(key);
        if (holding == null || !holding.leaving || holding.inHand > 0) {
            return false;
        }
        holding.leaving = false;
        tidy(key, holding);
        return true;
    }

    /** It has ended, and nobody has it. */
    synchronized void free(String key) {
        Holding holding = holdings.get(key);
        if (holding != null) {
            holding.ours = false;
            tidy(key, holding);
        }
    }

    private Holding holding(String key) {
        return holdings.computeIfAbsent(key, any -> new Holding());
    }

    private void tidy(String key, Holding holding) {
        if (!holding.ours && !holding.leaving && !holding.claiming && holding.inHand == 0) {
            holdings.remove(key);
        }
    }

    /** Whether inputs wait until it is ours. */
    synchronized boolean isWaiting(String key) {
        Holding holding = holdings.get(key);
        return holding != null && !holding.waiting.isEmpty();
    }

    /** Inputs that wait. */
    synchronized int waiting() {
        return holdings.values().stream()
                .mapToInt(holding -> holding.waiting.size())
                .sum();
    }

    /** How many sessions are known. */
    synchronized int size() {
        return holdings.size();
    }

    synchronized void close() {
        closed = true;
        holdings.clear();
    }
}
