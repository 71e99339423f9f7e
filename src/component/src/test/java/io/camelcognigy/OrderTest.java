package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.test.ReceivedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/**
 * Promise 2: the inputs of a session are sent one at a time, in the order they came, on one connection; their outputs
 * are routed in the order the bot said them.
 */
class OrderTest extends CognigyTestSupport {

    private static final int SESSIONS = 50;
    private static final int TURNS = 20;

    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support")
                        .process(exchange -> answers.computeIfAbsent(
                                        exchange.getMessage().getHeader(SESSION_KEY, String.class),
                                        key -> new ArrayList<>())
                                .add(exchange.getMessage().getBody(String.class)));
            }
        };
    }

    @Test
    void inputsAndOutputsKeepTheirOrderInEverySession() throws Exception {
        Endpoint cognigy = context.getEndpoint("cognigy:support");
        AsyncProducer producer = cognigy.createAsyncProducer();
        producer.start();
        CountDownLatch done = new CountDownLatch(SESSIONS * TURNS);
        for (int turn = 0; turn < TURNS; turn++) {
            for (int session = 0; session < SESSIONS; session++) {
                Exchange exchange = cognigy.createExchange();
                exchange.getMessage().setBody("input " + turn);
                exchange.getMessage().setHeader(SESSION_KEY, "s-" + session);
                producer.process(exchange, doneSync -> done.countDown());
            }
        }
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        for (int session = 0; session < SESSIONS; session++) {
            List<String> inputs = endpoint.journal().inputs("s-" + session).stream()
                    .map(ReceivedInput::text)
                    .toList();
            assertThat(inputs).hasSize(TURNS).isSortedAccordingTo((a, b) -> number(a) - number(b));
            assertThat(answers.get("s-" + session))
                    .containsExactlyElementsOf(
                            inputs.stream().map(text -> "You said: " + text).toList());
        }
        assertThat(endpoint.accepted()).isEqualTo(SESSIONS);
        assertThat(endpoint.journal().violations()).isEmpty();
        producer.stop();
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
    }
}
