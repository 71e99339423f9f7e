package io.camelcognigy.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those of any client's messages, by the JMS API. A property that it does not let anybody set, as its name is no Java
 * identifier, is left behind.
 */
final class PlainProperties implements MessageProperties {

    private static final Logger LOG = LoggerFactory.getLogger(PlainProperties.class);

    /** Of those that JMS keeps for itself, what a sender may say. */
    private static final Set<String> SENDERS = Set.of("JMSXGroupID", "JMSXGroupSeq");

    @Override
    public void change(Message message, Predicate<String> dropped, Map<String, String> added) throws JMSException {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Object each : Collections.list((java.util.Enumeration<?>) message.getPropertyNames())) {
            String name = each.toString();
            boolean brokers = name.startsWith("JMS") && !SENDERS.contains(name);
            if (!brokers && !dropped.test(name) && !added.containsKey(name)) {
                kept.put(name, message.getObjectProperty(name));
            }
        }
        message.clearProperties();
        for (Map.Entry<String, Object> property : kept.entrySet()) {
            try {
                message.setObjectProperty(property.getKey(), property.getValue());
            } catch (JMSException | RuntimeException e) {
                LOG.debug("a property cannot be sent on: {}", e.getClass().getSimpleName());
            }
        }
        for (Map.Entry<String, String> property : added.entrySet()) {
            if (property.getValue() != null) {
                message.setStringProperty(property.getKey(), property.getValue());
            }
        }
    }
}
