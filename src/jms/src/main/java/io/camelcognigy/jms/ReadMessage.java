package io.camelcognigy.jms;

import io.camelcognigy.road.ChatInput;
import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes an input out of a JMS text message that is the body ({@code mapJmsMessage=false}). The session key is its
 * {@code JMSXGroupID}, else its property {@code sessionKey}, else its {@code JMSCorrelationID}; the header
 * {@code JMSCorrelationID} becomes what answers to it carry: its correlation id, else its message id.
 *
 * <p>Asks the JMS message itself, as Camel's header names know no case: there, a property {@code jmsxgroupid} would pose
 * as the group. Other kinds of messages are refused before their body is touched, which for an {@code ObjectMessage}
 * would mean to deserialize it.
 */
public final class ReadMessage implements Processor {

    @Override
    public void process(Exchange exchange) throws JMSException, RejectedRecordException {
        if (!(exchange.getMessage().getBody() instanceof TextMessage message)) {
            throw new RejectedRecordException("BRIDGE-NO-TEXT", "the message is not a text message");
        }
        String sessionKey = sessionKey(message);
        String input = message.getText();
        if (input == null) {
            throw new RejectedRecordException("BRIDGE-NO-VALUE", "the message has no text");
        }
        String correlationId = message.getJMSCorrelationID();
        exchange.getMessage()
                .setHeader("JMSCorrelationID", correlationId == null ? message.getJMSMessageID() : correlationId);
        ChatInput.set(exchange.getMessage(), sessionKey, input, message.getStringProperty("contentType"));
    }

    private static String sessionKey(Message message) throws JMSException, RejectedRecordException {
        String[] candidates = {
            message.getStringProperty("JMSXGroupID"),
            message.getStringProperty("sessionKey"),
            message.getJMSCorrelationID()
        };
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return wellFormed(candidate);
            }
        }
        throw new RejectedRecordException(
                "BRIDGE-NO-KEY",
                "the message has neither JMSXGroupID nor sessionKey nor JMSCorrelationID: it says not whose input it is");
    }

    /** Half a character is no text: on the wire it is mended, and mended keys of different people could become equal. */
    private static String wellFormed(String key) throws RejectedRecordException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            throw new RejectedRecordException("BRIDGE-BAD-KEY", "the message's session key is not well-formed text");
        }
        return key;
    }
}
