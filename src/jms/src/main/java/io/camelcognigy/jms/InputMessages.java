package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.InputReader;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RoadInput;
import io.camelcognigy.road.SessionKeys;
import io.camelcognigy.session.InvalidInputException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes an input out of a text message of any JMS client. The key is its {@code JMSXGroupID}, else its property
 * {@code sessionKey}, else its {@code JMSCorrelationID}; the answers carry its correlation id, else its message id.
 *
 * <p>Asks the JMS message itself, as Camel's header names know no case: there, a property {@code jmsxgroupid} would pose as
 * the group. Other kinds of messages are refused before their body is touched, which for an {@code ObjectMessage} would
 * mean to deserialize it.
 */
final class InputMessages {

    private final InputReader inputs;
    private final SessionKeys keys;
    private final List<String> kept;

    /** @param keepHeaders names of properties, separated by commas */
    InputMessages(InputReader inputs, SessionKeys keys, String keepHeaders) {
        this.inputs = inputs;
        this.keys = keys;
        this.kept = Stream.of(keepHeaders.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        for (String name : kept) {
            if (name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                throw new IllegalArgumentException("keepHeaders must not let a sender steer Camel by " + name);
            }
        }
    }

    /**
     * All that it says, but for its reply queue.
     *
     * @throws RejectedRecordException if it is no input
     * @throws InvalidInputException if it is no valid one
     */
    JmsInput read(Message received) throws RejectedRecordException, InvalidInputException {
        if (!(received instanceof TextMessage message)) {
            throw new RejectedRecordException("BRIDGE-NO-TEXT", "the message is not a text message");
        }
        try {
            String key = key(message);
            String sessionKey = keys.sessionKey(key);
            RoadInput said = inputs.read(message.getText(), message.getStringProperty("contentType"));
            String correlationId = message.getJMSCorrelationID();
            return new JmsInput(
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
            throw unreadable();
        }
    }

    static RejectedRecordException unreadable() {
        return new RejectedRecordException("BRIDGE-BAD-MESSAGE", "a property of the message cannot be read");
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
