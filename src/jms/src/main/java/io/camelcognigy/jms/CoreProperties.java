package io.camelcognigy.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/**
 * Those of Artemis' messages. Past the JMS API, which lets a received message have new properties only after all were
 * cleared, and could not set again what came from a client that is not JMS: {@code content-type} is no Java identifier.
 */
final class CoreProperties implements MessageProperties {

    @Override
    public void change(Message message, Predicate<String> dropped, Map<String, String> added) throws JMSException {
        ClientMessage core = ((ActiveMQMessage) message).getCoreMessage();
        // Reads it: a large body must be here before it can be sent on.
        core.getBodyBuffer();
        for (SimpleString name : Set.copyOf(core.getPropertyNames())) {
            if (dropped.test(name.toString())) {
                core.removeProperty(name);
            }
        }
        // Its sender's id against duplicates: the queue it goes to has seen it, and would drop the message.
        core.removeProperty(org.apache.activemq.artemis.api.core.Message.HDR_DUPLICATE_DETECTION_ID);
        added.forEach((name, value) -> {
            if (value != null) {
                core.putStringProperty(name, value);
            }
        });
    }
}
