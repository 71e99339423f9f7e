package io.camelcognigy.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/**
 * One message to a person: a text message of the envelope's JSON.
 *
 * @param queue where it goes
 * @param correlationId of the request; may be null
 * @param group the session key as the source says it; may be null
 * @param part where in its turn it belongs; null for what the bot says unasked
 */
record Answer(String queue, String json, String correlationId, String group, Part part) {

    /**
     * @param turn our id of the turn; may be null
     * @param number from 1
     */
    record Part(String turn, int number, int of) {}

    Message message(Session session) throws JMSException {
        TextMessage message = session.createTextMessage(json);
        if (correlationId != null) {
            message.setJMSCorrelationID(correlationId);
        }
        if (group != null) {
            message.setStringProperty("JMSXGroupID", group);
        }
        if (part != null) {
            message.setStringProperty("chatTurn", part.turn());
            message.setIntProperty("chatPart", part.number());
            message.setIntProperty("chatParts", part.of());
            message.setBooleanProperty("chatLast", part.number() == part.of());
        }
        return message;
    }

    /** Nobody's words and no ids. */
    @Override
    public String toString() {
        return "Answer[" + part + "]";
    }
}
