package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.InputReader;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RoadInput;
import io.camelcognigy.road.SessionKeys;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes an input out of a JMS text message. The key is its {@code JMSXGroupID}, else its property {@code sessionKey}, else
 * its {@code JMSCorrelationID}; the answers carry its correlation id, else its message id.
 *
 * <p>Asks the JMS message itself, as Camel's header names know no case: there, a property {@code jmsxgroupid} would pose as
 * the group. Other kinds of messages are refused before their body is touched, which for an {@code ObjectMessage} would
 * mean to deserialize it.
 */
final class MessageReader {

    private final InputReader inputs;
    private final SessionKeys keys;
    private final ReplyQueues replyQueues;
    private final List<String> kept;
    private final int maxBody;

    /** @param keepHeaders names of properties, separated by commas */
    MessageReader(InputReader inputs, SessionKeys keys, ReplyQueues replyQueues, String keepHeaders, int maxBody) {
        this.inputs = inputs;
        this.keys = keys;
        this.replyQueues = replyQueues;
        this.kept = Stream.of(keepHeaders.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        this.maxBody = maxBody;
        for (String name : kept) {
            if (name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                throw new IllegalArgumentException("keepHeaders must not let a sender steer Camel by " + name);
            }
        }
    }

    /**
     * @throws RejectedRecordException if it is no input
     * @throws InvalidInputException if it is no valid one
     * @throws JMSException if the broker does not answer
     */
    JmsInput read(Delivery delivery) throws RejectedRecordException, InvalidInputException, JMSException {
        if (delivery.tooLargeFor(maxBody)) {
            throw new InvalidInputException(
                    FailureCode.PAYLOAD_TOO_LARGE,
                    "the message's body is compressed, or longer than " + maxBody + " bytes, and was not read");
        }
        if (!(delivery.message() instanceof TextMessage message)) {
            throw new RejectedRecordException("BRIDGE-NO-TEXT", "the message is not a text message");
        }
        Destination replyTo;
        JmsInput input;
        try {
            String key = key(message);
            String sessionKey = keys.sessionKey(key);
            replyTo = message.getJMSReplyTo();
            RoadInput said = inputs.read(message.getText(), message.getStringProperty("contentType"));
            String correlationId = message.getJMSCorrelationID();
            input = new JmsInput(
                    key,
                    sessionKey,
                    said,
                    null,
                    correlationId == null ? message.getJMSMessageID() : correlationId,
                    TraceParent.parse(message.getStringProperty(TraceParent.HEADER))
                            .map(TraceParent::value)
                            .orElse(null),
                    StreamMode.of(message.getStringProperty("stream")).orElse(null),
                    headers(message));
        } catch (JMSException | RuntimeException e) {
            // Nothing of that asks the broker: the message is not what it says it is.
            throw new RejectedRecordException("BRIDGE-BAD-MESSAGE", "a property of the message cannot be read");
        }
        String replyQueue = replyQueues.name(replyTo, delivery.session());
        return input.repliesTo(replyQueue);
    }

    private static String key(Message message) throws JMSException, RejectedRecordException {
        String[] candidates = {
            message.getStringProperty("JMSXGroupID"),
            message.getStringProperty("sessionKey"),
            message.getJMSCorrelationID()
        };
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        throw new RejectedRecordException(
                "BRIDGE-NO-KEY",
                "the message has neither JMSXGroupID nor sessionKey nor JMSCorrelationID: it says not whose input it is");
    }

    private Map<String, Object> headers(Message message) throws JMSException {
        Map<String, Object> headers = new LinkedHashMap<>();
        String agent = message.getStringProperty("agent");
        if (agent != null) {
            // Counts where the route's step cognigy: has the option allowedAgents, which must list it.
            headers.put(CognigyConstants.AGENT, agent);
        }
        for (String name : kept) {
            Object value = message.getObjectProperty(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }
}
