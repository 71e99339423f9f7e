package io.camelcognigy.jms;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A turn in which the bot said nothing still ends for someone who waits at a reply queue: one part without text and data,
 * of the type {@code silence}. All other turns stay as they are.
 */
public final class SilentTurn implements Processor {

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean silent = message.getBody() instanceof List<?> outputs && outputs.isEmpty();
        message.setHeader("CamelCognigyEvent", silent ? "silence" : "output");
        if (silent && message.getHeader("replyQueue") != null) {
            message.setBody(List.of(Map.of()));
        }
    }
}
