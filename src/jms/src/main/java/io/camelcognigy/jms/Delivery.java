package io.camelcognigy.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;

/**
 * The steps in which a message is taken from the broker and, when all is done for it, acknowledged: alone, later, and from
 * any thread. That is Artemis' mode {@code INDIVIDUAL_ACKNOWLEDGE}.
 *
 * <p>A delivery is void once the session that it came by is closed, as after a lost connection. The broker then delivers
 * the message again, so whatever is still to be done for it is done for that next delivery.
 */
public final class Delivery {

    private static final String PROPERTY = "delivery";

    private record Receipt(ActiveMQSession session, Message message) {

        boolean isVoid() {
            return session.getCoreSession().isClosed();
        }

        /** Two packets, the acknowledgement and its commit: the lock keeps those of other threads from between them. */
        void acknowledge() throws JMSException {
            synchronized (session) {
                message.acknowledge();
            }
        }
    }

    /** The first step. Keeps with the exchange the message it began with, and what it takes to acknowledge it. */
    public void take(Exchange exchange) {
        JmsMessage in = exchange.getIn(JmsMessage.class);
        exchange.setProperty(OriginalMessage.MESSAGE, in.getJmsMessage());
        exchange.setProperty(PROPERTY, new Receipt((ActiveMQSession) in.getJmsSession(), in.getJmsMessage()));
    }

    /** Ends an exchange whose delivery is void: one turn's answers, or one dead letter, are enough. */
    public void stopIfVoid(Exchange exchange) {
        if (isVoid(exchange)) {
            exchange.setRouteStop(true);
        }
    }

    /** The last step: takes the message off its queue, if it was not delivered again meanwhile. */
    public void acknowledge(Exchange exchange) throws JMSException {
        if (!isVoid(exchange)) {
            receipt(exchange).acknowledge();
        }
    }

    static boolean isVoid(Exchange exchange) {
        return receipt(exchange).isVoid();
    }

    private static Receipt receipt(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Receipt.class);
    }
}
