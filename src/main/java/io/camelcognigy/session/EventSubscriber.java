package io.camelcognigy.session;

import java.util.function.Consumer;

/** A consumer of an agent's events. Called on the agent's route executor, where it may block its own session only. */
public interface EventSubscriber {

    boolean wants(EventKind kind);

    /**
     * Whether an unsolicited output counts as taken on receipt ({@code ackUnsolicited=received}) or only once it has
     * been routed to the end.
     */
    boolean acknowledgesOnReceipt();

    /**
     * Takes one event. The next event of the same session comes only after {@code routed} was called.
     *
     * @param routed to be called exactly once, on any thread: with null when the event was routed to the end, else with
     *     what went wrong
     */
    void deliver(SessionEvent event, Consumer<Throwable> routed);
}
