package io.camelcognigy.jms;

import jakarta.jms.Session;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * Makes listener containers that leave the acknowledgement to the route. Camel's own, in a mode that is not JMS's, would
 * acknowledge each message when its listener returns, which here is when its turn begins; and after an exception, or for
 * a message that comes during a stop, it would have the session's messages delivered again, other turns' among them.
 */
public final class HandOver implements MessageListenerContainerFactory {

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        return new DefaultJmsMessageListenerContainer(endpoint) {
            @Override
            protected boolean isClientAcknowledge(Session session) {
                return false;
            }
        };
    }
}
