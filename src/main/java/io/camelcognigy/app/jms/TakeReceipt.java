package io.camelcognigy.app.jms;

import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsMessage;

/** Keeps with the exchange the JMS message it began with, and what it takes to acknowledge it. */
public final class TakeReceipt implements Processor {

    @Override
    public void process(Exchange exchange) {
        JmsMessage in = exchange.getIn(JmsMessage.class);
        exchange.setProperty(OriginalMessage.MESSAGE, in.getJmsMessage());
        exchange.setProperty(Receipt.PROPERTY, new Receipt((ActiveMQSession) in.getJmsSession(), in.getJmsMessage()));
    }
}
