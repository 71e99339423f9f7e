package io.camelcognigy.kafka;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Puts a Kafka record back into the message as it was read, byte for byte: value, key, headers.
 *
 * <p>Two kinds of headers need another name, because they would steer Camel or be lost on the way: those that Camel
 * keeps for itself or the dead letter sets, and second and further ones of the same name. The nth header of the record
 * then becomes {@code original.<n>.<name>}, counted from 0.
 */
public final class OriginalRecord implements Processor {

    private static final byte[] EMPTY = {};

    /** The value as it was read; the first step of the route keeps it here. */
    public static final String VALUE = "originalValue";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(exchange.getProperty(VALUE));
        message.removeHeaders("*", "CamelKafka*");
        Headers headers = message.getHeader(KafkaConstants.HEADERS, Headers.class);
        if (headers == null) {
            return;
        }
        Set<String> taken = new HashSet<>();
        int position = 0;
        for (Header header : headers) {
            String name = header.key();
            // Camel's header names know no case.
            boolean free = !reserved(name) && taken.add(name.toLowerCase(Locale.ROOT));
            byte[] value = header.value() == null ? EMPTY : header.value();
            message.setHeader(free ? name : "original." + position + "." + name, value);
            position++;
        }
    }

    private static boolean reserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel")
                || lower.startsWith("kafka.")
                || lower.startsWith("deadletter")
                || lower.startsWith("original.");
    }
}
