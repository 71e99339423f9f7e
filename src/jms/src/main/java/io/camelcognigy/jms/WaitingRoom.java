package io.camelcognigy.jms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where messages wait whose input could not be sent. While nobody can be reached, nobody is let out; once somebody can be
 * again, all are, at once; else each after its own pause.
 */
final class WaitingRoom {

    private record Guest(TakenMessage message, long until) {}

    private final BooleanSupplier reachable;
    private final LongSupplier nanoTime;
    private final Consumer<TakenMessage> exit;
    private final List<Guest> guests = new ArrayList<>();
    private boolean wasReachable = true;

    WaitingRoom(BooleanSupplier reachable, LongSupplier nanoTime, Consumer<TakenMessage> exit) {
        this.reachable = reachable;
        this.nanoTime = nanoTime;
        this.exit = exit;
    }

    synchronized void add(TakenMessage message, Duration pause) {
        guests.add(new Guest(message, nanoTime.getAsLong() + pause.toNanos()));
    }

    synchronized int size() {
        return guests.size();
    }

    /** To be called a few times a second. */
    void look() {
        List<TakenMessage> leaving = new ArrayList<>();
        synchronized (this) {
            boolean now = reachable.getAsBoolean();
            boolean back = now && !wasReachable;
            wasReachable = now;
            for (Iterator<Guest> each = guests.iterator(); now && each.hasNext(); ) {
                Guest guest = each.next();
                if (back
                        || nanoTime.getAsLong() - guest.until() >= 0
                        || guest.message().isVoid()) {
                    each.remove();
                    leaving.add(guest.message());
                }
            }
        }
        leaving.forEach(exit);
    }
}
