package io.camelcognigy.app.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;

/**
 * What it takes to acknowledge one message of a session in Artemis's mode {@code INDIVIDUAL_ACKNOWLEDGE}: later, from any
 * thread, and no other message with it.
 *
 * <p>It is void once its session is closed, as after a lost connection. The broker then delivers the message again, so
 * whatever is still to be done for it is done for the next delivery.
 */
record Receipt(ActiveMQSession session, Message message) {

    static final String PROPERTY = "receipt";

    static Receipt of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Receipt.class);
    }

    boolean isVoid() {
        return session.getCoreSession().isClosed();
    }

    /** Two packets, the acknowledgement and the commit of it: the lock keeps those of other threads from between them. */
    void acknowledge() throws JMSException {
        synchronized (session) {
            message.acknowledge();
        }
    }
}
