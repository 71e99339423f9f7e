package io.camelcognigy.session;

import io.camelcognigy.transport.Ack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One session's events on their way to the consumers: strictly one after the other, the next only when all consumers
 * are done with the one before. Confined to the session's mailbox; the consumers run on the route executor.
 */
final class Outbox {

    /**
     * @param turn the turn that is complete only when this was routed; null if none hangs on it
     * @param ackWhenRouted acknowledged if the consumers bring it to its end; {@link Ack#NONE} if that is not theirs
     */
    record Delivery(SessionEvent event, Turn turn, Ack ackWhenRouted, List<EventSubscriber> subscribers) {}

    /** Told in the mailbox when a delivery is done. */
    interface Routed {
        void routed(Delivery delivery, Throwable failure);
    }

    private final Executor mailbox;
    private final Executor routes;
    private final Routed listener;
    private final Queue<Delivery> waiting = new ArrayDeque<>(2);
    private Delivery active;

    Outbox(Executor mailbox, Executor routes, Routed listener) {
        this.mailbox = mailbox;
        this.routes = routes;
        this.listener = listener;
    }

    void add(Delivery delivery) {
        waiting.add(delivery);
        next();
    }

    /** The events that are not at their end yet. */
    int size() {
        return waiting.size() + (active == null ? 0 : 1);
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
        return unfinished;
    }

    private void next() {
        if (active != null) {
            return;
        }
        active = waiting.poll();
        if (active == null) {
            return;
        }
        Delivery delivery = active;
        try {
            routes.execute(() -> deliver(delivery));
        } catch (RejectedExecutionException e) {
            mailbox.execute(() -> done(delivery, e));
        }
    }

    private void deliver(Delivery delivery) {
        AtomicInteger open = new AtomicInteger(delivery.subscribers().size());
        AtomicReference<Throwable> firstFailure = new AtomicReference<>();
        for (EventSubscriber subscriber : delivery.subscribers()) {
            Consumer<Throwable> routed = once(failure -> {
                if (failure != null) {
                    firstFailure.compareAndSet(null, failure);
                }
                if (open.decrementAndGet() == 0) {
                    mailbox.execute(() -> done(delivery, firstFailure.get()));
                }
            });
            try {
                subscriber.deliver(delivery.event(), routed);
            } catch (RuntimeException | Error e) {
                // An Error, too: the session's next event waits for this one to be done.
                routed.accept(e);
            }
        }
    }

    private static Consumer<Throwable> once(Consumer<Throwable> consumer) {
        AtomicBoolean called = new AtomicBoolean();
        return failure -> {
            if (called.compareAndSet(false, true)) {
                consumer.accept(failure);
            }
        };
    }

    private void done(Delivery delivery, Throwable failure) {
        active = null;
        listener.routed(delivery, failure);
        next();
    }
}
