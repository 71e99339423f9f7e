package io.camelcognigy.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether a partition is still ours, as its group's coordinator says: it takes a commit from the owner only. A process
 * that was frozen does not know it by itself.
 *
 * <p>Thread-safe. Who asked is told on the thread that knows.
 */
final class Ownership {

    private List<Consumer<Boolean>> waiting = new ArrayList<>();
    private List<Consumer<Boolean>> asked = List.of();
    private Boolean known;

    /** Tells as soon as it is known, at once if it is. */
    void whenKnown(Consumer<Boolean> listener) {
        boolean owned;
        synchronized (this) {
            if (known == null) {
                waiting.add(listener);
                return;
            }
            owned = known;
        }
        listener.accept(owned);
    }

    /** Whether anybody waits for the commit that is about to be sent. Those who come later wait for the next one. */
    synchronized boolean ask() {
        if (waiting.isEmpty()) {
            return false;
        }
        asked = waiting;
        waiting = new ArrayList<>();
        return true;
    }

    /** The commit was taken. */
    void confirmed() {
        List<Consumer<Boolean>> told;
        synchronized (this) {
            told = asked;
            asked = List.of();
        }
        told.forEach(listener -> listener.accept(true));
    }

    /** The commit was not taken, for whatever reason: it is asked again, until {@link #settle}. */
    synchronized void unconfirmed() {
        waiting.addAll(asked);
        asked = List.of();
    }

    /** It is known without asking, until it is settled otherwise. */
    void settle(boolean owned) {
        List<Consumer<Boolean>> told;
        synchronized (this) {
            unconfirmed();
            told = waiting;
            waiting = new ArrayList<>();
            known = owned;
        }
        told.forEach(listener -> listener.accept(owned));
    }
}
