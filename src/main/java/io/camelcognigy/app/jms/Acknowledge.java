package io.camelcognigy.app.jms;

import jakarta.jms.JMSException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The last step: takes the message off its queue. Fails if the broker has taken it back, to deliver it again. */
public final class Acknowledge implements Processor {

    @Override
    public void process(Exchange exchange) throws JMSException {
        Receipt.of(exchange).acknowledge();
    }
}
