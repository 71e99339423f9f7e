package io.camelcognigy.session;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.UnroutedEvents.Delivery;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Loss;
import java.util.List;
import java.util.Map;

/**
 * What one session tells the consumers of its agent: who takes an event, how many may wait for their routes, and what
 * becomes of one that nobody takes. Confined to the session's serial executor.
 */
final class EventPublisher {

    private final String key;
    private final String id;
    private final String userId;
    private final Agent agent;
    private final UnroutedEvents unrouted;
    private Map<String, Object> replyAddress = Map.of();

    /** @param first the turn that opened the session; its ids are those of the session */
    EventPublisher(TurnRequest first, Agent agent, UnroutedEvents unrouted) {
        this.key = first.sessionKey();
        this.id = first.sessionId();
        this.userId = first.userId();
        this.agent = agent;
        this.unrouted = unrouted;
    }

    /** Events are for that address from now on. */
    void replyTo(Map<String, Object> address) {
        replyAddress = address;
    }

    /** An output of a turn, which is not complete before it was routed; spoils the turn if nobody can take it. */
    void output(Turn turn, ServerEvent.Output output) {
        List<EventSubscriber> takers = takers(EventKind.OUTPUT);
        if (takers.isEmpty()) {
            turn.spoil(new OutputNotRoutedException(
                    "no route consumes the outputs for this reply address: add one from cognigy:"
                            + agent.settings().name() + ", see to its replyMatch, or use InOut",
                    null));
            return;
        }
        publish(takers, EventKind.OUTPUT, turn, output, null, Ack.NONE);
    }

    /** An output of no turn; it is confirmed on receipt, or when it was routed, as its consumers want it. */
    void unsolicited(ServerEvent.Output output, Ack ack) {
        List<EventSubscriber> takers = takers(EventKind.OUTPUT);
        if (takers.isEmpty()) {
            agent.log().nobodyTakesUnsolicited(id);
            return;
        }
        boolean onReceipt = takers.stream().allMatch(EventSubscriber::acknowledgesOnReceipt);
        if (onReceipt && !full()) {
            ack.acknowledge();
        }
        publish(takers, EventKind.OUTPUT, null, output, null, onReceipt ? Ack.NONE : ack);
    }

    /**
     * Anything else that the Endpoint sends; it holds no turn up.
     *
     * @param turn the turn it belongs to; null if it is unsolicited
     */
    void event(EventKind kind, Turn turn, ServerEvent event) {
        tell(kind, turn, event, null);
    }

    void connected() {
        tell(EventKind.CONNECTED, null, null, null);
    }

    void disconnected(Loss loss) {
        tell(EventKind.DISCONNECTED, null, null, loss);
    }

    /** For what nobody need take. */
    private void tell(EventKind kind, Turn turn, ServerEvent payload, Loss loss) {
        List<EventSubscriber> takers = takers(kind);
        if (!takers.isEmpty()) {
            publish(takers, kind, turn, payload, loss, Ack.NONE);
        }
    }

    /** Puts an event on its way to the consumers that take it, if there is room. */
    private void publish(
            List<EventSubscriber> takers,
            EventKind kind,
            Turn turn,
            ServerEvent payload,
            Loss loss,
            Ack ackWhenRouted) {
        // A turn is complete when its outputs are routed. Its other events only tell of it: they hold nothing up.
        Turn guarded = kind == EventKind.OUTPUT ? turn : null;
        if (full()) {
            String message = "more than maxUnroutedEvents=" + bound() + " events of this session wait for a route";
            if (guarded != null) {
                guarded.spoil(new BoundExceededException(true, message));
            }
            agent.log().eventDropped(id, kind, message);
            return;
        }
        String turnId = turn == null ? null : turn.id;
        SessionEvent event = new SessionEvent(kind, key, id, userId, turnId, replyAddress, payload, loss);
        if (guarded != null) {
            guarded.routing();
        }
        unrouted.add(new Delivery(event, guarded, ackWhenRouted, takers));
    }

    private List<EventSubscriber> takers(EventKind kind) {
        return agent.subscribers(kind, replyAddress);
    }

    private boolean full() {
        return unrouted.size() >= bound();
    }

    private int bound() {
        return agent.settings().bounds().maxUnroutedEvents();
    }
}
