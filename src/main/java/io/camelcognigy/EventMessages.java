package io.camelcognigy;

import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.PlainText;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.session.SessionEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** How events of a session become message bodies and headers. */
final class EventMessages {

    private EventMessages() {}

    /** Headers first the reply address, then ours: a remembered header can never pose as one of ours. */
    static void fill(org.apache.camel.Message target, SessionEvent event) {
        event.replyAddress().forEach(target::setHeader);
        target.setHeader(CognigyConstants.SESSION_KEY, event.sessionKey());
        target.setHeader(CognigyConstants.SESSION_ID, event.sessionId());
        target.setHeader(CognigyConstants.USER_ID, event.userId());
        target.setHeader(CognigyConstants.EVENT, event.kind().optionName());
        target.setHeader(CognigyConstants.UNSOLICITED, event.unsolicited());
        if (event.turnId() != null) {
            target.setHeader(CognigyConstants.TURN_ID, event.turnId());
        }
        if (event.payload() instanceof ServerEvent.Output output
                && output.message().traceId() != null) {
            target.setHeader(CognigyConstants.TRACE_ID, output.message().traceId());
        }
        if (event.payload() instanceof ServerEvent.FinalPing ping && ping.type() != null) {
            target.setHeader(CognigyConstants.FINAL_PING, ping.type());
        }
        target.setBody(body(event));
    }

    static CognigyMessage body(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", message.text());
        fields.put("data", message.data());
        put(fields, "traceId", message.traceId());
        put(fields, "source", message.source());
        if (message.text() == null && message.data() == null) {
            // An output transformer may send any shape (PROTOCOL §8): what fits no field must not get lost.
            put(fields, "raw", message.raw());
        }
        return new CognigyMessage(fields, PlainText.of(message).orElse(null));
    }

    private static CognigyMessage body(SessionEvent event) {
        ServerEvent payload = event.payload();
        if (payload instanceof ServerEvent.Output output) {
            return body(output.message());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (payload instanceof ServerEvent.FinalPing ping) {
            put(fields, "type", ping.type());
        } else if (payload instanceof ServerEvent.Typing typing) {
            put(fields, "status", typing.status().wireValue());
        } else if (payload instanceof ServerEvent.ErrorOutput error) {
            putError(fields, error.error());
        } else if (payload instanceof ServerEvent.EndpointException exception) {
            putError(fields, exception.error());
        } else if (event.loss() != null) {
            fields.put("reason", event.loss().reason().name());
            fields.put("source", event.loss().source().name());
        }
        Object message = fields.get("message");
        return new CognigyMessage(fields, message == null ? null : message.toString());
    }

    private static void putError(Map<String, Object> fields, EndpointError error) {
        put(fields, "message", error.message());
        put(fields, "code", error.code());
        put(fields, "raw", error.raw());
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
