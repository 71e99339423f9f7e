package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.OutputNotRoutedException;
import io.camelcognigy.session.TurnTimeoutException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Whoever asks and waits may see each output before the last has come, and has what came if the rest does not. */
class OutputsAsTheyComeTest extends CognigyTestSupport {

    private static final String URI = "cognigy:support?outputsTo=direct:live";

    private final Queue<Message> live = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:live").routeId("live").process(exchange -> {
                    live.add(exchange.getMessage().copy());
                    if ("refuse".equals(exchange.getMessage().getHeader("replyTopic"))) {
                        throw new IllegalStateException("no");
                    }
                });
            }
        };
    }

    @Test
    void eachOutputComesBeforeTheReplyIsComplete() throws Exception {
        CompletableFuture<Exchange> asked = template.asyncSend(URI, exchange -> {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.getMessage().setBody("late 1500");
            exchange.getMessage().setHeader(SESSION_KEY, "alice");
            exchange.getMessage().setHeader("replyTopic", "answers");
        });

        await().until(() -> !live.isEmpty());
        assertThat(asked).isNotDone();
        assertThat(live.peek().getHeaders())
                .containsEntry(SESSION_KEY, "alice")
                .containsEntry("replyTopic", "answers")
                .containsEntry(CognigyConstants.AGENT, "support")
                .containsEntry(CognigyConstants.UNSOLICITED, false);
        Message reply = asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getMessage();
        assertThat(reply.getBody(String.class)).isEqualTo("The end comes in 1500 ms");
        assertThat(live).hasSize(1);
    }

    @Test
    void theyComeInOrderAndTheReplyHasThemAll() throws Exception {
        Exchange exchange = request(URI, "count 50", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(CognigyReply.class)).hasSize(50);
        assertThat(live.stream().map(output -> output.getBody(String.class)))
                .containsExactlyElementsOf(exchange.getMessage().getBody(CognigyReply.class).stream()
                        .map(CognigyMessage::plainText)
                        .toList());
    }

    @Test
    void whatCameBeforeATimeoutIsOnTheException() throws Exception {
        Exchange exchange = request(URI + "&turnTimeout=500ms", "hang", SESSION_KEY, "alice");

        TurnTimeoutException failure = exchange.getException(TurnTimeoutException.class);
        assertThat(failure.outputs()).hasSize(1);
        assertThat(failure.outputs().get(0).text()).isEqualTo("I will never finish this");
        assertThat(failure).hasMessageNotContaining("never finish");
        assertThat(exchange.getProperty(CognigyConstants.OUTPUTS_SO_FAR, String.class))
                .isEqualTo("I will never finish this");
    }

    @Test
    void anOutputThatCannotBeSentOnFailsTheTurn() throws Exception {
        Exchange exchange = request(URI, "hello", SESSION_KEY, "alice", "replyTopic", "refuse");

        assertThat(exchange.getException()).isInstanceOf(OutputNotRoutedException.class);
        assertThat(exchange.getException(OutputNotRoutedException.class).outputs())
                .hasSize(1);
    }
}
