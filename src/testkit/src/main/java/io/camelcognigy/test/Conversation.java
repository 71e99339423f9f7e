package io.camelcognigy.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.Violation.Kind;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket.IO and Cognigy half of one connection: {@link Handshaking}, inputs, turns and acknowledgements. Event loop
 * only, but for {@link #push} and {@link #strike}.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final List<FailAt> ON_INPUT =
            List.of(FailAt.values()).stream().filter(FailAt::immediate).toList();

    private final Hub hub;
    private final Settings settings;
    private final Track track;
    private final WireConnection wire;
    private final Handshaking handshaking;
    private final PendingAcks acks;
    /** What was pushed and is not acknowledged, where events are buffered. */
    private final Map<Long, Map<String, Object>> unconfirmed = new LinkedHashMap<>();

    private boolean over;
    private TurnReply turn;
    private long turns;

    Conversation(Hub hub, Track track, WireConnection wire, QueryParameters query) {
        this.hub = hub;
        this.settings = hub.settings();
        this.track = track;
        this.wire = wire;
        this.handshaking = new Handshaking(this, hub, track, wire, query);
        this.acks = new PendingAcks(hub.ackDeadlines(wire.loop()), this::missed);
    }

    void opened() {
        hub.opened(this);
        handshaking.begin();
    }

    void packet(SocketIoPacket packet) throws JsonProcessingException {
        if (packet.namespace() != null) {
            if (packet.type() == SocketIoPacket.CONNECT) {
                wire.packet("44" + packet.namespace() + ",", Map.of("message", "Invalid namespace"));
            }
            violation(Kind.NOT_THE_PROTOCOL, "a namespace other than the main one");
            return;
        }
        switch (packet.type()) {
            case SocketIoPacket.CONNECT -> handshaking.connectAsked();
            case SocketIoPacket.DISCONNECT -> wire.close();
            case SocketIoPacket.EVENT -> event(packet);
            case SocketIoPacket.ACK -> acknowledged(packet);
            default -> violation(Kind.NOT_THE_PROTOCOL, "a Socket.IO packet of an unknown type");
        }
    }

    void disconnect() {
        wire.frame("41");
        wire.close();
    }

    private void event(SocketIoPacket packet) throws JsonProcessingException {
        JsonNode arguments = Json.array(packet.payload());
        String name = arguments.path(0).asText();
        if (packet.ackId() != null) {
            violation(Kind.ACK_REQUESTED, "the client asked for an acknowledgement");
        }
        if (!handshaking.isReady()) {
            violation(Kind.BEFORE_READY, "an event before endpoint-ready");
            return;
        }
        switch (name) {
            case "processInput" -> processInput(arguments);
            case "typingStatus" -> typing(arguments.path(1).path("status").asText());
            default -> violation(Kind.NOT_THE_PROTOCOL, "an event of an unknown name");
        }
    }

    private void typing(String status) {
        if (!status.equals("typingOn") && !status.equals("typingOff")) {
            violation(Kind.INPUT_FIELD, "typingStatus is neither typingOn nor typingOff");
        }
        hub.journal().addTyping(status);
    }

    private void processInput(JsonNode arguments) {
        List<Violation> wrong = InputCheck.violations(arguments, settings.token(), handshaking.handshake());
        if (!wrong.isEmpty()) {
            wrong.forEach(hub.journal()::add);
            emit("exception", error(wrong.get(0).toString(), "INVALID_INPUT"));
            return;
        }
        ReceivedInput input = received(arguments.path(1));
        hub.journal().add(input);
        hub.changes().happened();
        track.reached(Progress.INPUT_RECEIVED);
        if (turn != null) {
            violation(Kind.TURN_OVERLAP, "an input while the turn before was running");
        }
        for (FailAt fault : ON_INPUT) {
            if (hub.faults().strikes(fault)) {
                suffer(fault);
                return;
            }
        }
        turn = nextReply();
        answer(input, turn);
    }

    private TurnReply nextReply() {
        return new TurnReply(this, "endpoint-simulated-" + track.number() + "-" + ++turns);
    }

    private void answer(ReceivedInput input, TurnReply reply) {
        try {
            settings.bot().answer(input, reply);
        } catch (RuntimeException e) {
            // Its message may repeat people's words.
            LOG.warn("the bot failed: {}", e.getClass().getName());
            reply.exception("the bot failed", "BOT_FAILED");
        }
    }

    private ReceivedInput received(JsonNode input) {
        Map<String, Object> fields = Json.map(input);
        JsonNode data = input.path("data");
        ClientHandshake handshake = handshaking.handshake();
        return new ReceivedInput(
                track.number(),
                handshake.userId(),
                handshake.sessionId(),
                input.path("text").textValue(),
                data.isObject() ? Json.map(data) : null,
                input.path("resetFlow").asBoolean(),
                fields);
    }

    /** An output; of that turn while it runs, unsolicited otherwise. */
    void output(TurnReply of, Map<String, Object> envelope) {
        if (of != turn) {
            emit("output", envelope);
            return;
        }
        boolean finalPing = "finalPing".equals(envelope.get("type"));
        boolean last = finalPing || "error".equals(envelope.get("type"));
        track.reached(finalPing ? Progress.FINAL_PING_SENT : Progress.OUTPUT_SENT);
        if (last) {
            turn = null;
        }
        emit("output", envelope);
        if (!last && hub.faults().strikes(FailAt.BETWEEN_OUTPUTS)) {
            wire.cut();
        }
    }

    void finalPing(TurnReply of, Map<String, Object> payload) {
        if (hub.faults().strikes(FailAt.BEFORE_FINAL_PING)) {
            wire.cut();
            return;
        }
        track.reached(Progress.FINAL_PING_SENT);
        if (of == turn) {
            turn = null;
        }
        if (payload == null) {
            emit("finalPing");
        } else {
            emit("finalPing", payload);
        }
    }

    void exception(TurnReply of, String message, String code) {
        if (of == turn) {
            turn = null;
        }
        emit("exception", error(message, code));
    }

    static Map<String, Object> error(String message, String code) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("code", code);
        return error;
    }

    /**
     * Writes an event; {@code output} and {@code finalPing} ask for an acknowledgement where the client offered it.
     *
     * @return the id of the acknowledgement; -1 if none is asked for
     */
    long emit(String name, Object... arguments) {
        if (wire.gone()) {
            return -1;
        }
        Object[] event = new Object[arguments.length + 1];
        event[0] = name;
        System.arraycopy(arguments, 0, event, 1, arguments.length);
        boolean acknowledged = name.equals("output") || name.equals("finalPing");
        ClientHandshake handshake = handshaking.handshake();
        if (acknowledged && handshake != null && handshake.emitWithAck()) {
            long id = hub.nextAckId();
            acks.expect(id, name);
            wire.packet("42" + id, event);
            return id;
        }
        wire.packet("42", event);
        return -1;
    }

    private void acknowledged(SocketIoPacket packet) throws JsonProcessingException {
        JsonNode arguments = Json.array(packet.payload());
        if (handshaking.acknowledged(packet.ackId(), arguments)) {
            return;
        }
        boolean number = packet.ackId() != null && packet.ackId().length() < 19;
        long id = number ? Long.parseLong(packet.ackId()) : -1;
        String event = acks.arrived(id);
        unconfirmed.remove(id);
        if (event == null) {
            violation(Kind.UNEXPECTED_ACK, "an acknowledgement that nothing waits for");
            return;
        }
        if (!arguments.isEmpty()) {
            violation(Kind.UNEXPECTED_ACK, "an acknowledgement that is not empty");
        }
        hub.journal().add(new Delivery(sessionId(), event, id, Delivery.Result.ACKNOWLEDGED));
    }

    private void missed(long id, String event) {
        hub.journal().add(new Delivery(sessionId(), event, id, Delivery.Result.MISSED));
        violation(Kind.MISSING_ACK, "no acknowledgement of " + event + " in time");
    }

    /** An unsolicited output. Any thread. */
    void push(Map<String, Object> envelope) {
        wire.run(() -> {
            if (over && hub.buffers()) {
                hub.push(sessionId(), envelope);
                return;
            }
            long id = emit("output", envelope);
            if (hub.buffers() && (id >= 0 || wire.gone())) {
                // What comes to a connection that is going is not confirmed either, under an id that nobody else has.
                unconfirmed.put(id >= 0 ? id : hub.nextAckId(), envelope);
            }
        });
    }

    /** Lets the bot answer what nobody sent: what it says belongs to no turn. Any thread. */
    void inject(String text) {
        wire.run(() -> {
            if (!wire.gone()) {
                Map<String, Object> fields = Map.of("text", text, "source", "inject");
                ClientHandshake its = handshaking.handshake();
                answer(
                        new ReceivedInput(track.number(), its.userId(), its.sessionId(), text, null, false, fields),
                        nextReply());
            }
        });
    }

    boolean isReady() {
        return handshaking.isReady() && !wire.gone();
    }

    /** Breaks this connection now. Any thread. */
    void strike(FailAt fault) {
        wire.run(() -> suffer(fault));
    }

    void suffer(FailAt fault) {
        LOG.debug("connection {}: {}", track.number(), fault);
        switch (fault) {
            case GARBAGE_FRAME -> wire.frame("\u2603 this is not the protocol");
            case BROKEN_JSON -> wire.frame("42[\"output\",{\"type\":");
            case BINARY_FRAME -> wire.binaryFrame(new byte[] {4, 2, 0});
            case OVERSIZED_FRAME ->
                emit("output", Envelope.output("x".repeat(settings.oversizedBytes()), Map.of(), "big"));
            case HALF_OPEN -> wire.freeze();
            case SERVER_DISCONNECT -> disconnect();
            case GOING_AWAY -> wire.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE);
            default -> wire.cut();
        }
    }

    void closed() {
        handshaking.end();
        String sessionId = sessionId();
        over = true;
        hub.gone(sessionId, this, List.copyOf(unconfirmed.values()));
        unconfirmed.clear();
        turn = null;
        acks.cut((id, event) -> hub.journal().add(new Delivery(sessionId, event, id, Delivery.Result.CUT)));
    }

    /** Null until it is known. */
    private String sessionId() {
        ClientHandshake handshake = handshaking.handshake();
        return handshake == null ? null : handshake.sessionId();
    }

    WireConnection wire() {
        return wire;
    }

    void violation(Kind kind, String detail) {
        LOG.debug("connection {}: {}: {}", track.number(), kind, detail);
        hub.journal().add(new Violation(kind, sessionId(), detail));
    }
}
