package io.camelcognigy.session;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.UnroutedEvents.Delivery;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What one session tells the consumers of its agent: who takes an event, how many may wait for their routes, and what
 * becomes of one that nobody takes, or that a route does not bring to its end. Confined to the session's serial executor,
 * but for {@link #haveUnrouted()}.
 */
final class EventPublisher {

    private final String key;
    private final String id;
    private final String userId;
    private final Agent agent;
    private final Bounds bounds;
    private final UnroutedEvents unrouted;
    private final Reading reading;
    private final Routed routed;
    private boolean paused;
    private boolean opened;
    private Map<String, Object> replyAddress = Map.of();

    /** The session's connection, as far as it can wait. */
    interface Reading {

        void reading(boolean on);
    }

    /** The session, which hears that an event is at its end. */
    interface Routed {

        /**
         * @param turn the turn that hangs on it; null if none does
         * @param callers where the callers of turns that end by this are told
         */
        void routed(Turn turn, Executor callers);
    }

    EventPublisher(TurnRequest.Ids ids, Agent agent, Executor serial, Reading reading, Routed routed) {
        this.key = ids.sessionKey();
        this.id = ids.sessionId();
        this.userId = ids.userId();
        this.agent = agent;
        this.bounds = agent.settings().bounds();
        this.unrouted = new UnroutedEvents(serial, agent.routes(), agent.callers(), this::onRouted);
        this.reading = reading;
        this.routed = routed;
    }

    /** Whether events are on their way. From any thread: a guess. */
    boolean haveUnrouted() {
        return unrouted.size() > 0;
    }

    /** Events are for that address from now on; the first input opens the conversation. */
    void inputGoesOut(Map<String, Object> address) {
        replyAddress = address;
        if (!opened) {
            opened = true;
            tell(EventKind.SESSION_OPENED, null, null, 0, null);
        }
    }

    /** The conversation had been opened elsewhere. */
    void reopened(Map<String, Object> address) {
        replyAddress = address;
        opened = true;
    }

    /** An output of a turn, which is not complete before it was routed; spoils the turn if nobody can take it. */
    void output(Turn turn, ServerEvent.Output output, int size, Boolean last) {
        List<EventSubscriber> takers = takers(EventKind.OUTPUT);
        if (takers.isEmpty()) {
            agent.observer().unrouted();
            turn.spoil(new OutputNotRoutedException(
                    "no route consumes the outputs for this reply address: add one from cognigy:"
                            + agent.settings().name() + ", see to its replyMatch, or use InOut",
                    null));
            return;
        }
        publish(takers, EventKind.OUTPUT, turn, output, size, null, last, Ack.NONE);
    }

    /** An output that is kept for the caller, on its way to whom the caller named. */
    void outputTo(EventSubscriber listener, Turn turn, ServerEvent.Output output, int size) {
        publish(List.of(listener), EventKind.OUTPUT, turn, output, size, null, null, Ack.NONE);
    }

    /** An output of no turn; it is confirmed on receipt, or when it was routed, as its consumers want it. */
    void unsolicited(ServerEvent.Output output, Ack ack, int size) {
        List<EventSubscriber> takers = takers(EventKind.OUTPUT);
        if (takers.isEmpty()) {
            agent.observer().unrouted();
            agent.log().nobodyTakesUnsolicited(id);
            return;
        }
        boolean onReceipt = takers.stream().allMatch(EventSubscriber::acknowledgesOnReceipt);
        if (onReceipt && whyFull(size) == null) {
            ack.acknowledge();
        }
        publish(takers, EventKind.OUTPUT, null, output, size, null, null, onReceipt ? Ack.NONE : ack);
    }

    /**
     * Anything else that the Endpoint sends; it holds no turn up.
     *
     * @param turn the turn it belongs to; null if it is unsolicited
     */
    void event(EventKind kind, Turn turn, ServerEvent event, int size) {
        tell(kind, turn, event, size, null);
    }

    /** A turn is over, and the bot said nothing. */
    void silence(Turn turn) {
        tell(EventKind.SILENCE, turn, null, 0, null);
    }

    void connected() {
        tell(EventKind.CONNECTED, null, null, 0, null);
    }

    void disconnected(Loss loss) {
        tell(EventKind.DISCONNECTED, null, null, 0, loss);
    }

    /** A connection that we ended: its own report comes too late, when the session has left it behind. */
    void disconnected(String why) {
        disconnected(left(why));
    }

    /** We ended the session, and with it the connection if there was one. */
    void ended(boolean wasConnected, String why) {
        Loss left = left(why);
        if (wasConnected) {
            disconnected(left);
        }
        if (opened) {
            tell(EventKind.SESSION_CLOSED, null, null, 0, left);
        }
    }

    /**
     * Nobody can wait for the events any longer that are not at their end. Those that have begun are finished by their
     * consumers.
     */
    List<Delivery> drop() {
        return unrouted.clear();
    }

    /** For what nobody need take. */
    private void tell(EventKind kind, Turn turn, ServerEvent payload, int size, Loss loss) {
        List<EventSubscriber> takers = takers(kind);
        if (!takers.isEmpty()) {
            publish(takers, kind, turn, payload, size, loss, null, Ack.NONE);
        }
    }

    /** Puts an event on its way to the consumers that take it, if there is room. */
    private void publish(
            List<EventSubscriber> takers,
            EventKind kind,
            Turn turn,
            ServerEvent payload,
            int size,
            Loss loss,
            Boolean last,
            Ack ackWhenRouted) {
        // A turn is complete when its outputs are routed. Its other events only tell of it: they hold nothing up.
        // Silence stands for them where there are none: somebody waits for it.
        Turn guarded = kind == EventKind.OUTPUT || kind == EventKind.SILENCE ? turn : null;
        String message = whyFull(size);
        if (message != null) {
            if (guarded != null) {
                guarded.spoil(new BoundExceededException(true, message));
            }
            if (kind == EventKind.OUTPUT) {
                agent.observer().unrouted();
            }
            agent.log().eventDropped(id, kind, message);
            return;
        }
        String turnId = turn == null ? null : turn.id;
        int part = turn == null ? 0 : turn.parts();
        TraceSpan trace = guarded == null ? TraceSpan.NONE : guarded.trace();
        SessionEvent event =
                new SessionEvent(kind, key, id, userId, turnId, replyAddress, payload, loss, part, last, trace);
        if (guarded != null) {
            guarded.routing();
        }
        unrouted.add(new Delivery(event, size, guarded, ackWhenRouted, takers));
        pauseWhereMuchWaits();
    }

    private void onRouted(Delivery delivery, Throwable failure, Executor callers) {
        goOnWhereHalfIsRouted();
        if (failure == null) {
            delivery.ackWhenRouted().acknowledge();
        } else {
            notRouted(delivery, failure);
        }
        routed.routed(delivery.turn(), callers);
    }

    private void notRouted(Delivery delivery, Throwable failure) {
        EventKind kind = delivery.event().kind();
        if (kind == EventKind.OUTPUT) {
            agent.observer().unrouted();
        }
        if (delivery.turn() == null) {
            agent.log().notRouted(id, kind, delivery.ackWhenRouted().requested(), failure);
        } else {
            delivery.turn().spoil(new OutputNotRoutedException("a route that consumes output events failed", failure));
        }
    }

    private List<EventSubscriber> takers(EventKind kind) {
        return agent.subscribers().of(kind, replyAddress);
    }

    /** Null if there is room for an event of that size. */
    private String whyFull(int size) {
        if (unrouted.size() >= bounds.maxUnroutedEvents()) {
            return "more than maxUnroutedEvents=" + bounds.maxUnroutedEvents()
                    + " events of this session wait for a route";
        }
        if (unrouted.size() > 0 && unrouted.chars() + size > bounds.maxUnroutedBytes()) {
            return "more than maxUnroutedBytes=" + bounds.maxUnroutedBytes()
                    + " of this session's events wait for a route";
        }
        return null;
    }

    /** What has been read by then has the last quarter to itself: nothing is dropped of a connection that can wait. */
    private void pauseWhereMuchWaits() {
        if (unrouted.size() >= threeQuarters(bounds.maxUnroutedEvents())
                || unrouted.chars() >= threeQuarters(bounds.maxUnroutedBytes())) {
            paused = true;
            reading.reading(false);
        }
    }

    private void goOnWhereHalfIsRouted() {
        if (paused
                && unrouted.size() <= bounds.maxUnroutedEvents() / 2
                && unrouted.chars() <= bounds.maxUnroutedBytes() / 2) {
            paused = false;
            reading.reading(true);
        }
    }

    private static Loss left(String why) {
        return new Loss(Source.CLIENT, Reason.CLOSED_BY_US, true, why, null);
    }

    private static long threeQuarters(int bound) {
        return Math.max(1, bound * 3L / 4);
    }
}
