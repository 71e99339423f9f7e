package io.camelcognigy.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.Violation.Kind;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one connection becomes ready: CONNECT, either handshake, {@code endpoint-ready}. Event loop only. */
final class Handshaking {

    private static final Logger LOG = LoggerFactory.getLogger(Handshaking.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);

    private final Conversation conversation;
    private final Hub hub;
    private final Settings settings;
    private final Track track;
    private final WireConnection wire;
    private final QueryParameters query;
    private Future<?> connectTimeout;
    private boolean connected;
    private volatile boolean ready;
    private String innerHandshakeId;
    private ClientHandshake handshake;

    Handshaking(Conversation conversation, Hub hub, Track track, WireConnection wire, QueryParameters query) {
        this.conversation = conversation;
        this.hub = hub;
        this.settings = hub.settings();
        this.track = track;
        this.wire = wire;
        this.query = query;
    }

    /** May be asked by any thread. */
    boolean isReady() {
        return ready;
    }

    /** Who speaks; null until that is known. */
    ClientHandshake handshake() {
        return handshake;
    }

    void begin() {
        if (wire.engineIo() == 3) {
            connect();
        } else {
            connectTimeout = wire.schedule(CONNECT_TIMEOUT, wire::cut);
        }
    }

    void end() {
        if (connectTimeout != null) {
            connectTimeout.cancel(false);
        }
    }

    /** The answer to the handshake that was asked for, if it is one. */
    boolean acknowledged(String ackId, JsonNode arguments) {
        if (innerHandshakeId == null || !innerHandshakeId.equals(ackId)) {
            return false;
        }
        innerHandshake(arguments);
        return true;
    }

    void connectAsked() {
        if (wire.engineIo() == 4 && !connected) {
            connect();
        } else {
            conversation.violation(Kind.NOT_THE_PROTOCOL, "a CONNECT that is not due");
        }
    }

    private void connect() {
        connected = true;
        end();
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
        hub.identified(found.sessionId(), conversation);
        if (hub.faults().strikes(FailAt.BEFORE_READY)) {
            return;
        }
        if (hub.faults().strikes(FailAt.EXCEPTION_BEFORE_READY)) {
            conversation.emit("exception", Conversation.error("not today", "SCRIPTED"));
        } else if (hub.faults().strikes(FailAt.DISCONNECT_BEFORE_READY)) {
            conversation.disconnect();
        } else if (settings.readyDelay().isZero()) {
            ready();
        } else {
            wire.schedule(settings.readyDelay(), this::ready);
        }
    }

    private void unknownToken() {
        switch (settings.onWrongToken()) {
            case SILENCE -> LOG.debug("connection {}: token refused in silence", track.number());
            case EXCEPTION -> conversation.emit("exception", Conversation.error("unknown URL token", "UNAUTHORIZED"));
            case DISCONNECT, REFUSE -> conversation.disconnect();
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
}
