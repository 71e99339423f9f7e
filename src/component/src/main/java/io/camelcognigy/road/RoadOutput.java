package io.camelcognigy.road;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.protocol.ProtocolCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;

/**
 * One output as every road writes it: a JSON object, always of the same keys in the same order, null where there is
 * nothing. Immutable.
 *
 * @param type the kind of event: {@code output}, ...
 * @param sessionKey whose session it is, as the road's source says it
 * @param sessionId the id on the wire
 * @param text may be null
 * @param data may be null
 */
public record RoadOutput(String type, String sessionKey, String sessionId, Object text, Object data) {

    private static final ProtocolCodec CODEC = new ProtocolCodec();

    /** Of an event as the component's consumer hands it to a route, or of what a step made of it. */
    public static RoadOutput of(Message event) {
        return of(event.getHeader(CognigyConstants.EVENT, "output", String.class), event, event.getBody());
    }

    /**
     * @param headers the message that carries the session's key and id as headers
     * @param body a Map with {@code text} and {@code data}, as the component's; another Map is data; all else is text
     */
    public static RoadOutput of(String type, Message headers, Object body) {
        Object text = null;
        Object data = null;
        if (body instanceof Map<?, ?> map) {
            boolean known = map.isEmpty() || map.containsKey("text") || map.containsKey("data");
            text = known ? map.get("text") : null;
            // An output transformer may send any shape (PROTOCOL §8): what is no message goes out as data.
            data = !known ? map : map.get("data") == null ? map.get("raw") : map.get("data");
        } else if (body != null) {
            text = body.toString();
        }
        return new RoadOutput(
                type,
                SessionKeys.key(headers.getHeader(CognigyConstants.SESSION_KEY, String.class)),
                headers.getHeader(CognigyConstants.SESSION_ID, String.class),
                text,
                data);
    }

    /**
     * @throws IllegalArgumentException if a step put in what JSON has no form for; the message names its class only
     */
    public String json() {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("type", type);
        output.put("sessionKey", sessionKey);
        output.put("sessionId", sessionId);
        output.put("text", text);
        output.put("data", data);
        return CODEC.write(output);
    }

    /** Nobody's words. */
    @Override
    public String toString() {
        return "RoadOutput[" + type + "]";
    }
}
