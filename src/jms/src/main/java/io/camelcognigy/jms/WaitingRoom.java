package io.camelcognigy.jms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where messages wait whose input could not be sent. While nobody can be reached, nobody is let out; once somebody can be
 * again, all are, at once; else each after its own pause. Who is too old to wait is let out in any case.
 */
final class WaitingRoom {

    private record Guest(TakenMessage message, long until) {}

    private final BooleanSupplier reachable;
    private final LongSupplier nanoTime;
    private final Predicate<TakenMessage> tooOld;
    private final Consumer<TakenMessage> exit;
    private final List<Guest> guests = new ArrayList<>();
    private boolean wasReachable = true;

    WaitingRoom(
            BooleanSupplier reachable,
            LongSupplier nanoTime,
            Predicate<TakenMessage> tooOld,
            Consumer<TakenMessage> exit) {
        this.reachable = reachable;
        this.tooOld = tooOld;
        this.nanoTime = nanoTime;
        this.exit = exit;
    }

    synchronized void add(TakenMessage message, Duration pause) {
        guests.add(new Guest(message, nanoTime.getAsLong() + pause.toNanos()));
    }

    /** How many messages; of those that go together, all. */
    synchronized int size() {
        return guests.stream().mapToInt(guest -> guest.message().all().size()).sum();
    }

    /** To be called a few times a second. */
    void look() {
        List<TakenMessage> leaving = new ArrayList<>();
        synchronized (this) {
            boolean now = reachable.getAsBoolean();
            boolean back = now && !wasReachable;
            wasReachable = now;
            guests.removeIf(guest -> {
                boolean leaves = back
                        || now && nanoTime.getAsLong() - guest.until() >= 0
                        || guest.message().isVoid()
                        || tooOld.test(guest.message());
                return leaves && leaving.add(guest.message());
            });
        }
        leaving.forEach(exit);
    }
}
