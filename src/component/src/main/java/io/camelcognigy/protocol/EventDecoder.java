package io.camelcognigy.protocol;

import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.protocol.ServerEvent.EndpointException;
import io.camelcognigy.protocol.ServerEvent.EndpointReady;
import io.camelcognigy.protocol.ServerEvent.ErrorOutput;
import io.camelcognigy.protocol.ServerEvent.FinalPing;
import io.camelcognigy.protocol.ServerEvent.HandshakeRequest;
import io.camelcognigy.protocol.ServerEvent.Output;
import io.camelcognigy.protocol.ServerEvent.Typing;
import io.camelcognigy.protocol.ServerEvent.Unknown;
import java.util.Collections;
import java.util.Map;

/**
 * An event's name and arguments to a {@link ServerEvent} (PROTOCOL §8). Total: whatever shape a payload has, there is an
 * event for it.
 */
final class EventDecoder {

    private EventDecoder() {}

    /** @param payload the first argument after the name, the only one that is looked at; null is fine */
    static ServerEvent decode(String name, Object payload) {
        return switch (name) {
            case "endpoint-ready" -> new EndpointReady();
            case "handshake" -> new HandshakeRequest();
            case "output" -> output(payload);
            case "finalPing" -> new FinalPing(string(member(payload, "type")));
            case "typingStatus" -> typing(string(member(payload, "status")));
            case "exception" -> new EndpointException(error(payload));
            default -> new Unknown(name, "event");
        };
    }

    private static ServerEvent output(Object envelope) {
        if (!(envelope instanceof Map)) {
            return new Unknown("output", envelope == null ? "no envelope" : "the envelope is no object");
        }
        String type = string(member(envelope, "type"));
        Object data = member(envelope, "data");
        if (type == null) {
            return new Unknown("output", "envelope without a type");
        }
        return switch (type) {
            case "output" -> new Output(message(data));
            case "finalPing" -> new FinalPing(string(member(data, "type")));
            case "error" -> new ErrorOutput(error(envelope));
            default -> new Unknown("output", "envelope of type " + Labels.of(type));
        };
    }

    private static ServerEvent typing(String status) {
        for (TypingStatus known : TypingStatus.values()) {
            if (known.wireValue().equals(status)) {
                return new Typing(known);
            }
        }
        return new Unknown("typingStatus", "status " + Labels.of(status));
    }

    private static Message message(Object raw) {
        String source = string(member(raw, "source"));
        Object sensitive = member(raw, "disableSensitiveLogging");
        return new Message(
                string(member(raw, "text")),
                object(member(raw, "data")),
                string(member(raw, "traceId")),
                source == null ? "bot" : source,
                // A transformer may have made text of it; in doubt the message stays out of logs.
                Boolean.TRUE.equals(sensitive) || "true".equals(sensitive),
                raw);
    }

    /** Fields may stand at the top, under {@code data.error} or under {@code data}; any of these may be bare text. */
    private static EndpointError error(Object payload) {
        Object data = member(payload, "data");
        Object[] places = {payload, member(data, "error"), data};
        String message = null;
        String code = null;
        for (Object place : places) {
            message = message == null ? errorMessage(place) : message;
            code = code == null ? scalar(member(place, "code")) : code;
        }
        Map<String, Object> raw = object(payload);
        return new EndpointError(message, code, raw == null ? Collections.emptyMap() : raw);
    }

    private static String errorMessage(Object place) {
        return place instanceof Map ? scalar(member(place, "message")) : string(place);
    }

    private static Object member(Object value, String name) {
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static String string(Object value) {
        return value instanceof String text ? text : null;
    }

    private static String scalar(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean ? value.toString() : null;
    }

    /** Objects come from {@link JsonReader}, so their names are strings. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : null;
    }
}
