package io.camelcognigy.session;

import io.camelcognigy.transport.Ack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One session's events on their way to the consumers: strictly one after the other, the next only when all consumers
 * are done with the one before. Confined to the session's serial executor; the consumers run on the route executor.
 */
final class UnroutedEvents {

    /**
     * @param size the length of its JSON on the wire; 0 for an event of ours
     * @param turn the turn that is complete only when this was routed; null if none hangs on it
     * @param ackWhenRouted acknowledged if the consumers bring it to its end; {@link Ack#NONE} if that is not theirs
     */
    record Delivery(SessionEvent event, int size, Turn turn, Ack ackWhenRouted, List<EventSubscriber> subscribers) {}

    /** Told in the serial executor when a delivery is done. */
    interface Routed {

        /** @param callers where the callers of turns that end by this are told */
        void routed(Delivery delivery, Throwable failure, Executor callers);
    }

    private final Executor serial;
    private final Executor routes;
    private final Executor callers;
    private final Routed listener;
    private final Queue<Delivery> waiting = new ArrayDeque<>(2);
    private Delivery active;
    private long chars;

    /**
     * @param routes where the consumers run
     * @param callers where callers are told, if no route thread has the time
     */
    UnroutedEvents(Executor serial, Executor routes, Executor callers, Routed listener) {
        this.serial = serial;
        this.routes = routes;
        this.callers = callers;
        this.listener = listener;
    }

    void add(Delivery delivery) {
        chars += delivery.size();
        if (size() == 0) {
            begin(delivery);
        } else {
            waiting.add(delivery);
        }
    }

    /** The events that are not at their end yet. */
    int size() {
        return waiting.size() + (active == null ? 0 : 1);
    }

    /** What they say, in characters of JSON. */
    long chars() {
        return chars;
    }

    /**
     * Drops what has not begun; what has begun is finished by its consumers.
     *
     * @return both, as nobody can wait for them any longer
     */
    List<Delivery> clear() {
        List<Delivery> unfinished = new ArrayList<>(waiting);
        if (active != null) {
            unfinished.add(0, active);
        }
        waiting.clear();
        chars = active == null ? 0 : active.size();
        return unfinished;
    }

    private void begin(Delivery delivery) {
        active = delivery;
        try {
            routes.execute(() -> run(delivery));
        } catch (RuntimeException | Error e) {
            // Shut down, full by the user's own bound, or no thread could be started: the event ends here.
            serial.execute(() -> done(delivery, e, callers));
        }
    }

    private void run(Delivery delivery) {
        try {
            deliver(delivery);
        } catch (RuntimeException | Error e) {
            // Out of memory, for one: the session's next event waits for this one to be done.
            serial.execute(() -> done(delivery, e, callers));
            throw e;
        }
    }

    private void deliver(Delivery delivery) {
        // One more than there are subscribers: this method, which is done when all of them have taken the event.
        AtomicInteger open = new AtomicInteger(delivery.subscribers().size() + 1);
        AtomicReference<Throwable> firstFailure = new AtomicReference<>();
        for (EventSubscriber subscriber : delivery.subscribers()) {
            Consumer<Throwable> routed = once(failure -> {
                if (failure != null) {
                    firstFailure.compareAndSet(null, failure);
                }
                if (open.decrementAndGet() == 0) {
                    // Another component's own thread must not be blocked by a caller's route; a route thread may.
                    if (RouteThreads.areHere()) {
                        endHere(delivery, firstFailure.get());
                    } else {
                        serial.execute(() -> done(delivery, firstFailure.get(), callers));
                    }
                }
            });
            try {
                subscriber.deliver(delivery.event(), routed);
            } catch (RuntimeException | Error e) {
                // An Error, too: the session's next event waits for this one to be done.
                routed.accept(e);
            }
        }
        if (open.decrementAndGet() == 0) {
            endHere(delivery, firstFailure.get());
        }
    }

    /** On a route thread, which has nothing to do after it. */
    private void endHere(Delivery delivery, Throwable failure) {
        Tail tail = new Tail(callers);
        serial.execute(() -> done(delivery, failure, tail));
        tail.end();
    }

    private static Consumer<Throwable> once(Consumer<Throwable> consumer) {
        AtomicBoolean called = new AtomicBoolean();
        return failure -> {
            if (called.compareAndSet(false, true)) {
                consumer.accept(failure);
            }
        };
    }

    private void done(Delivery delivery, Throwable failure, Executor tellers) {
        if (active != delivery) {
            // It was done already when its thread failed.
            return;
        }
        active = null;
        chars -= delivery.size();
        listener.routed(delivery, failure, tellers);
        Delivery next = active == null ? waiting.poll() : null;
        if (next != null) {
            begin(next);
        }
    }
}
