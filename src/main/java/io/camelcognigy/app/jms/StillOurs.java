package io.camelcognigy.app.jms;

import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;

/**
 * Whether the exchange's message can still be acknowledged. As a step it ends an exchange whose message cannot: the
 * broker delivers that message again, and one turn's answers, or one dead letter, are enough.
 */
public final class StillOurs implements Processor, Predicate {

    @Override
    public boolean matches(Exchange exchange) {
        return !Receipt.of(exchange).isVoid();
    }

    @Override
    public void process(Exchange exchange) {
        if (!matches(exchange)) {
            exchange.setRouteStop(true);
        }
    }
}
