package io.camelcognigy.jms;

import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.session.TraceSpan;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;

/**
 * One message to a person: a text message of the envelope's JSON.
 *
 * @param queue where it goes
 * @param json the envelope
 * @param properties what of the envelope a selector may need
 * @param correlationId of the request; null for what nobody asked for
 * @param group the session key as the source says it; may be null
 * @param traceparent of the request; may be null
 */
record Answer(
        String queue,
        String json,
        Map<String, Object> properties,
        String correlationId,
        String group,
        String traceparent) {

    /** The same as a step of a trace; as it is where that is none. */
    Answer within(TraceSpan step) {
        String own = step.traceparent();
        return own == null ? this : new Answer(queue, json, properties, correlationId, group, own);
    }

    Message message(Session session) throws JMSException {
        TextMessage message = session.createTextMessage(json);
        if (correlationId != null) {
            message.setJMSCorrelationID(correlationId);
        }
        if (group != null) {
            message.setStringProperty("JMSXGroupID", group);
        }
        if (traceparent != null) {
            message.setStringProperty(TraceParent.HEADER, traceparent);
        }
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        return message;
    }

    /** Nobody's words and no ids. */
    @Override
    public String toString() {
        return "Answer" + properties;
    }
}
