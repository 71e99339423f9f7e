package io.camelcognigy.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.Violation.Kind;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket.IO and Cognigy half of one connection: CONNECT, either handshake, readiness, inputs, turns and
 * acknowledgements. Event loop only, but for {@link #push} and {@link #strike}.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);
    private static final List<FailAt> ON_INPUT =
            List.of(FailAt.values()).stream().filter(FailAt::immediate).toList();

    private final Hub hub;
    private final Settings settings;
    private final Track track;
    private final WireConnection wire;
    private final QueryParameters query;
    private final PendingAcks acks;
    /** What was pushed and is not acknowledged, where events are buffered. */
    private final Map<Long, Map<String, Object>> unconfirmed = new LinkedHashMap<>();

    private boolean over;
    private Future<?> connectTimeout;
    private boolean connected;
    private volatile boolean ready;
    private String innerHandshakeId;
    private ClientHandshake handshake;
    private TurnReply turn;
    private long turns;

    Conversation(Hub hub, Track track, WireConnection wire, QueryParameters query) {
        this.hub = hub;
        this.settings = hub.settings();
        this.track = track;
        this.wire = wire;
        this.query = query;
        this.acks = new PendingAcks(hub.ackDeadlines(wire.loop()), this::missed);
    }

    void opened() {
        hub.opened(this);
        if (wire.engineIo() == 3) {
            connect();
        } else {
            connectTimeout = wire.schedule(CONNECT_TIMEOUT, wire::cut);
        }
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
            case SocketIoPacket.CONNECT -> connectAsked();
            case SocketIoPacket.DISCONNECT -> wire.close();
            case SocketIoPacket.EVENT -> event(packet);
            case SocketIoPacket.ACK -> acknowledged(packet);
            default -> violation(Kind.NOT_THE_PROTOCOL, "a Socket.IO packet of an unknown type");
        }
    }

    private void connectAsked() {
        if (wire.engineIo() == 4 && !connected) {
            connect();
        } else {
            violation(Kind.NOT_THE_PROTOCOL, "a CONNECT that is not due");
        }
    }

    private void connect() {
        connected = true;
        stopConnectTimeout();
        if (hub.faults().strikes(FailAt.NO_CONNECT)) {
            return;
        }
        if (hub.faults().strikes(FailAt.REFUSE)) {
            refuse();
            return;
        }
        ClientHandshake byQuery = query.innerHandshake() ? null : checkedQuery();
        if (byQuery != null && !byQuery.accepted() && settings.onWrongToken() == TokenReaction.REFUSE) {
            refuse();
            return;
        }
        track.reached(Progress.CONNECTED);
        if (wire.engineIo() == 4) {
            wire.packet("40", Map.of("sid", UUID.randomUUID().toString()));
        } else {
            wire.frame("40");
        }
        if (hub.faults().strikes(FailAt.BEFORE_HANDSHAKE)) {
            wire.cut();
        } else if (byQuery != null) {
            identified(byQuery);
        } else if (!hub.faults().strikes(FailAt.NO_HANDSHAKE)) {
            innerHandshakeId = String.valueOf(hub.nextAckId());
            track.reached(Progress.HANDSHAKE_SENT);
            wire.packet("42" + innerHandshakeId, List.of("handshake"));
        }
    }

    /** The server leaves a refused socket open (PROTOCOL §11). */
    private void refuse() {
        wire.packet("44", wire.engineIo() == 4 ? Map.of("message", "not allowed") : "not allowed");
    }

    private ClientHandshake checkedQuery() {
        HandshakeCheck check = new HandshakeCheck(settings.token(), wire.engineIo());
        ClientHandshake found = check.query(query);
        check.violations().forEach(hub.journal()::add);
        return found;
    }

    private void innerHandshake(JsonNode reply) {
        innerHandshakeId = null;
        HandshakeCheck check = new HandshakeCheck(settings.token(), wire.engineIo());
        ClientHandshake found = check.inner(reply, query);
        check.violations().forEach(hub.journal()::add);
        identified(found);
    }

    private void identified(ClientHandshake found) {
        hub.journal().add(found);
        if (!found.accepted()) {
            unknownToken();
            return;
        }
        handshake = found;
        track.reached(Progress.IDENTIFIED);
        hub.identified(found.sessionId(), this);
        if (hub.faults().strikes(FailAt.BEFORE_READY)) {
            return;
        }
        if (hub.faults().strikes(FailAt.EXCEPTION_BEFORE_READY)) {
            emit("exception", error("not today", "SCRIPTED"));
        } else if (hub.faults().strikes(FailAt.DISCONNECT_BEFORE_READY)) {
            disconnect();
        } else if (settings.readyDelay().isZero()) {
            ready();
        } else {
            wire.schedule(settings.readyDelay(), this::ready);
        }
    }

    private void unknownToken() {
        switch (settings.onWrongToken()) {
            case SILENCE -> LOG.debug("connection {}: token refused in silence", track.number());
            case EXCEPTION -> emit("exception", error("unknown URL token", "UNAUTHORIZED"));
            case DISCONNECT, REFUSE -> disconnect();
        }
    }

    private void ready() {
        ready = true;
        track.reached(Progress.READY);
        wire.packet("42", List.of("endpoint-ready"));
        if (hub.faults().strikes(FailAt.AFTER_READY)) {
            wire.cut();
        } else {
            hub.changes().happened();
        }
    }

    private void disconnect() {
        wire.frame("41");
        wire.close();
    }

    private void event(SocketIoPacket packet) throws JsonProcessingException {
        JsonNode arguments = Json.array(packet.payload());
        String name = arguments.path(0).asText();
        if (packet.ackId() != null) {
            violation(Kind.ACK_REQUESTED, "the client asked for an acknowledgement");
        }
        if (!ready) {
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
        List<Violation> wrong = InputCheck.violations(arguments, settings.token(), handshake);
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
        if (innerHandshakeId != null && innerHandshakeId.equals(packet.ackId())) {
            innerHandshake(arguments);
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
        hub.journal().add(new Delivery(handshake.sessionId(), event, id, Delivery.Result.ACKNOWLEDGED));
    }

    private void missed(long id, String event) {
        hub.journal().add(new Delivery(handshake.sessionId(), event, id, Delivery.Result.MISSED));
        violation(Kind.MISSING_ACK, "no acknowledgement of " + event + " in time");
    }

    /** An unsolicited output. Any thread. */
    void push(Map<String, Object> envelope) {
        wire.run(() -> {
            if (over && hub.buffers()) {
                hub.push(handshake.sessionId(), envelope);
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
                ClientHandshake its = handshake;
                answer(
                        new ReceivedInput(track.number(), its.userId(), its.sessionId(), text, null, false, fields),
                        nextReply());
            }
        });
    }

    boolean isReady() {
        return ready && !wire.gone();
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

    private void stopConnectTimeout() {
        if (connectTimeout != null) {
            connectTimeout.cancel(false);
        }
    }

    void closed() {
        stopConnectTimeout();
        String sessionId = handshake == null ? null : handshake.sessionId();
        over = true;
        hub.gone(sessionId, this, List.copyOf(unconfirmed.values()));
        unconfirmed.clear();
        turn = null;
        acks.cut((id, event) -> hub.journal().add(new Delivery(sessionId, event, id, Delivery.Result.CUT)));
    }

    WireConnection wire() {
        return wire;
    }

    void violation(Kind kind, String detail) {
        LOG.debug("connection {}: {}: {}", track.number(), kind, detail);
        hub.journal().add(new Violation(kind, handshake == null ? null : handshake.sessionId(), detail));
    }
}
