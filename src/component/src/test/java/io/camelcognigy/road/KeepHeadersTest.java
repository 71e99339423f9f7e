package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Of all headers of a message, those that are named stay, in any case; nothing else does. */
class KeepHeadersTest {

    private final KeepHeaders keep = new KeepHeaders();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private Map<String, Object> kept(String names, String... headers) {
        keep.setNames(names);
        for (String header : headers) {
            exchange.getMessage().setHeader(header, "x");
        }
        keep.process(exchange);
        return exchange.getMessage().getHeaders();
    }

    @Test
    void onlyNamedHeadersStay() {
        assertThat(kept("replyTopic, correlationId", "replyTopic", "CamelKafkaOverrideTopic", "correlationId", "x"))
                .containsOnlyKeys("replyTopic", "correlationId");
    }

    @Test
    void aNameIsNotAPattern() {
        assertThat(kept("reply.opic", "replyTopic")).isEmpty();
        assertThat(kept("reply", "replyTopic")).isEmpty();
        assertThat(kept("*", "replyTopic")).isEmpty();
    }

    @Test
    void theCaseOfAHeaderDoesNotMatter() {
        assertThat(kept("replyTopic", "REPLYTOPIC")).containsOnlyKeys("REPLYTOPIC");
    }
}
