package io.camelcognigy.app.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes a dead letter of the JMS message that an exchange began with: the message as it came, body untouched, whatever
 * its kind, and beside its own properties the exchange's headers {@code deadLetter*}.
 */
public final class OriginalMessage implements Processor {

    /** The message as it was received; the first steps of the route keep it here. */
    public static final String MESSAGE = "originalMessage";

    private static final String OURS = "deadLetter";

    @Override
    public void process(Exchange exchange) throws JMSException {
        Message original = exchange.getProperty(MESSAGE, Message.class);
        Map<String, Object> properties = properties(original);
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (name.startsWith(OURS) && value != null) {
                properties.put(name, value.toString());
            }
        });
        // Properties of a received message can be written only after all of them were cleared.
        original.clearProperties();
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            original.setObjectProperty(property.getKey(), property.getValue());
        }
        exchange.getMessage().setBody(original);
    }

    private static Map<String, Object> properties(Message message) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            // Counted and set by the broker.
            if (!name.equals("JMSXDeliveryCount")) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }
}
