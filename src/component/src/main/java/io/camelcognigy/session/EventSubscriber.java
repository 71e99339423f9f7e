package io.camelcognigy.session;

import java.util.Map;
import java.util.function.Consumer;

/** A consumer of an agent's events. Called on the agent's route executor, where it may block its own session only. */
public interface EventSubscriber {

    boolean wants(EventKind kind);

    /**
     * Whether it takes the events of a session with that reply address, which is empty before the session's first input.
     * Called for each event, on whatever thread moves the session: quick, and always with the same answer.
     */
    default boolean serves(Map<String, Object> replyAddress) {
        return true;
    }

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
