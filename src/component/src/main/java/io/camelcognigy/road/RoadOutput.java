package io.camelcognigy.road;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.content.Handover;
import io.camelcognigy.contract.Envelope;
import io.camelcognigy.contract.Envelope.Type;
import io.camelcognigy.contract.EnvelopeHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * What every road makes of an event of the component before it is written: the envelope of the contract. Immutable.
 *
 * @param envelope what goes out
 */
public record RoadOutput(Envelope envelope) {

    /** Of an event as the component's consumer hands it to a route, or of what a step made of it; it happens now. */
    public static RoadOutput of(Message event) {
        return of(event.getHeader(CognigyConstants.EVENT, "output", String.class), event, event.getBody());
    }

    /**
     * All that a message says: each element of a list, such as the reply of a turn, is one output, which are numbered unless
     * the message says where they belong. Final pings that end no turn say nothing.
     */
    public static List<RoadOutput> all(Message message) {
        return all(message, false);
    }

    /** @param handoverApart whether an output that tells how a handover stands is a {@code handover} */
    public static List<RoadOutput> all(Message message, boolean handoverApart) {
        String kind = message.getHeader(CognigyConstants.EVENT, "output", String.class);
        Object body = message.getBody();
        if (!(body instanceof Collection<?> outputs)) {
            RoadOutput only = of(kind, message, body);
            boolean stray = only.envelope.type() == Type.TURN_END && only.envelope.unsolicited();
            return stray ? List.of() : List.of(only);
        }
        List<RoadOutput> all = new ArrayList<>(outputs.size());
        for (Object output : outputs) {
            boolean handover = handoverApart && output instanceof Map<?, ?> map && tellsHandover(map.get("data"));
            Envelope.Builder envelope = builder(handover ? "handover" : kind, message, output, Instant.now());
            int part = all.size() + 1;
            all.add(new RoadOutput(envelope.part(part, part == outputs.size()).build()));
        }
        return all;
    }

    /** As {@link #of(String, Message, Object, Instant)}; it happens now. */
    public static RoadOutput of(String kind, Message headers, Object body) {
        return of(kind, headers, body, Instant.now());
    }

    /**
     * @param kind of event, in the component's words ({@code output}, {@code finalPing}, ...) or the contract's
     * @param headers the message that carries the session's key and id, the agent, the turn and the part as headers
     * @param body a Map of fields, as the component's; a Map without {@code text} and {@code data} is data; all else is text
     * @param at when it happened
     */
    public static RoadOutput of(String kind, Message headers, Object body, Instant at) {
        return new RoadOutput(builder(kind, headers, body, at).build());
    }

    private static Envelope.Builder builder(String kind, Message headers, Object body, Instant at) {
        Type type = type(kind);
        Map<?, ?> fields = body instanceof Map<?, ?> map ? map : Map.of();
        Envelope.Builder envelope = Envelope.of(type, at)
                .session(
                        headers.getHeader(CognigyConstants.AGENT, String.class),
                        SessionKeys.key(headers.getHeader(CognigyConstants.SESSION_KEY, String.class)),
                        headers.getHeader(CognigyConstants.SESSION_ID, String.class))
                .turn(headers.getHeader(CognigyConstants.TURN_ID, String.class));
        Integer part = headers.getHeader(CognigyConstants.PART, Integer.class);
        switch (type) {
            case OUTPUT, HANDOVER -> {
                said(envelope, body);
                if (part != null) {
                    envelope.part(part, headers.getHeader(CognigyConstants.LAST, Boolean.class));
                }
            }
            case TYPING -> envelope.typing("typingOn".equals(fields.get("status")));
            case TURN_END -> envelope.parts(part == null ? 0 : part);
            case ERROR -> envelope.error(text(fields.get("code")), text(fields.get("message")));
            case SESSION_CLOSED -> envelope.reason(text(fields.get("reason")));
            case SESSION_OPENED -> {}
        }
        return envelope;
    }

    private static void said(Envelope.Builder envelope, Object body) {
        if (!(body instanceof Map<?, ?> map)) {
            envelope.said(body == null ? null : body.toString(), null);
            return;
        }
        if (map.isEmpty() || map.containsKey("text") || map.containsKey("data")) {
            // An output transformer may send any shape (PROTOCOL §8): what is no message goes out as data.
            envelope.said(text(map.get("text")), map.get("data") == null ? map.get("raw") : map.get("data"))
                    .source(text(map.get("source")))
                    .traceId(text(map.get("traceId")));
        } else {
            envelope.said(null, map);
        }
    }

    private static boolean tellsHandover(Object data) {
        return Handover.of(data).isPresent();
    }

    private static Type type(String kind) {
        return switch (kind) {
            case "finalPing", "silence" -> Type.TURN_END;
            case "typingStatus" -> Type.TYPING;
            case "exception" -> Type.ERROR;
            default -> Type.of(kind);
        };
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /**
     * The value, as JSON.
     *
     * @throws IllegalArgumentException if a step put in what JSON has no form for; the message names its class only
     */
    public String json() {
        return envelope.json();
    }

    /** What a filter needs without parsing; see {@link EnvelopeHeaders}. */
    public Map<String, Object> headers() {
        return EnvelopeHeaders.of(envelope);
    }

    /** Nobody's words. */
    @Override
    public String toString() {
        return "RoadOutput[" + envelope + "]";
    }
}
