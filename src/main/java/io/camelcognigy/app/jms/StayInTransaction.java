package io.camelcognigy.app.jms;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Keeps an exchange on the thread that took its message, asynchronous steps included, as the {@code transacted} EIP
 * does. A JMS session belongs to one thread, and Spring's listener container offers its own session only there: so
 * whatever the route sends is sent in the transaction that also acknowledges the message.
 *
 * <p>Not the EIP itself: that one wants a transaction manager, with which the container makes a new consumer for every
 * message, and a message group loses its consumer.
 */
public final class StayInTransaction implements Processor {

    @Override
    public void process(Exchange exchange) {
        exchange.getExchangeExtension().setTransacted(true);
    }
}
