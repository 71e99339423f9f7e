package io.camelcognigy.jms;

import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes a dead letter of the JMS message that an exchange began with: the message as it came, body untouched, whatever
 * its kind, and beside its own properties the exchange's headers {@code deadLetter*}.
 *
 * <p>Written past the JMS API, which lets a received message have new properties only after all were cleared, and could
 * not set again what came from a client that is not JMS: {@code content-type} is no Java identifier.
 */
public final class OriginalMessage implements Processor {

    /** The message as it was received; the first steps of the route keep it here. */
    public static final String MESSAGE = "originalMessage";

    private static final String OURS = "deadLetter";

    @Override
    public void process(Exchange exchange) {
        ActiveMQMessage original = exchange.getProperty(MESSAGE, ActiveMQMessage.class);
        ClientMessage message = original.getCoreMessage();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (name.startsWith(OURS) && value != null) {
                message.putStringProperty(name, value.toString());
            }
        });
        // Reads it: what is left unread of a large body is gone when the consumer takes its next message.
        message.getBodyBuffer();
        exchange.getMessage().setBody(original);
    }
}
