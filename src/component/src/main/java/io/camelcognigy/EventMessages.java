package io.camelcognigy;

import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.session.EventKind;
import io.camelcognigy.session.SessionEvent;
import io.camelcognigy.session.TraceSpan;
import io.camelcognigy.session.TraceSpan.Step;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** How events of a session become message bodies and headers. */
final class EventMessages {

    private EventMessages() {}

    /** Headers first the reply address, then ours: a remembered header can never pose as one of ours. */
    static void fill(Exchange exchange, SessionEvent event, String agent, HeaderFilterStrategy filter) {
        org.apache.camel.Message target = exchange.getMessage();
        event.replyAddress().forEach((name, value) -> {
            if (filter == null || !filter.applyFilterToExternalHeaders(name, value, exchange)) {
                target.setHeader(name, value);
            }
        });
        target.setHeader(CognigyConstants.AGENT, agent);
        target.setHeader(CognigyConstants.SESSION_KEY, event.sessionKey());
        target.setHeader(CognigyConstants.SESSION_ID, event.sessionId());
        target.setHeader(CognigyConstants.USER_ID, event.userId());
        target.setHeader(CognigyConstants.EVENT, event.kind().optionName());
        target.setHeader(CognigyConstants.UNSOLICITED, event.unsolicited());
        if (event.turnId() != null) {
            target.setHeader(CognigyConstants.TURN_ID, event.turnId());
            target.setHeader(CognigyConstants.PART, event.part());
            if (event.last() != null) {
                target.setHeader(CognigyConstants.LAST, event.last());
            }
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

    /** It goes out as a step of its turn's trace, where that is traced. @return to be ended when it is routed */
    static TraceSpan trace(Exchange exchange, SessionEvent event) {
        TraceSpan storing = event.trace().begin(Step.STORING);
        String traceparent = storing.traceparent();
        if (traceparent != null) {
            exchange.getMessage().setHeader(TraceParent.HEADER, traceparent);
        }
        return storing;
    }

    static CognigyMessage body(Message message) {
        CognigyMessage body = new CognigyMessage();
        body.put("text", message.text());
        body.put("data", message.data());
        put(body, "traceId", message.traceId());
        put(body, "source", message.source());
        if (message.text() == null && message.data() == null) {
            // An output transformer may send any shape (PROTOCOL §8): what fits no field must not get lost.
            put(body, "raw", message.raw());
        }
        return body;
    }

    private static CognigyMessage body(SessionEvent event) {
        ServerEvent payload = event.payload();
        if (payload instanceof ServerEvent.Output output) {
            return body(output.message());
        }
        if (payload instanceof ServerEvent.ErrorOutput error) {
            return body(error.error());
        }
        if (payload instanceof ServerEvent.EndpointException exception) {
            return body(exception.error());
        }
        CognigyMessage body = new CognigyMessage();
        if (payload instanceof ServerEvent.FinalPing ping) {
            put(body, "type", ping.type());
        } else if (payload instanceof ServerEvent.Typing typing) {
            put(body, "status", typing.status().wireValue());
        } else if (event.kind() == EventKind.SESSION_CLOSED) {
            body.put("reason", event.loss().detail());
        } else if (event.loss() != null) {
            body.put("reason", event.loss().reason().name());
            body.put("source", event.loss().source().name());
        }
        return body;
    }

    private static CognigyMessage body(EndpointError error) {
        CognigyMessage body = new CognigyMessage();
        put(body, "message", error.message());
        put(body, "code", error.code());
        put(body, "raw", error.raw());
        return body;
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
