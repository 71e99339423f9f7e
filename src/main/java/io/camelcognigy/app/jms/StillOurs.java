package io.camelcognigy.app.jms;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Ends an exchange whose message can no longer be acknowledged: the broker delivers that message again, and one turn's answers, or one dead letter, are enough.
 */
public final class StillOurs implements Processor {

    @Override
    public void process(Exchange exchange) {
        if (Receipt.of(exchange).isVoid()) {
            exchange.setRouteStop(true);
        }
    }
}
