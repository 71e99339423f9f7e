package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.OutputNotRoutedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** An InOnly exchange completes when its turn is over and all of its outputs were routed to the end; exactly once. */
class CompletionTest extends CognigyTestSupport {

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger routed = new AtomicInteger();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support").process(exchange -> {
                    String key = exchange.getMessage().getHeader(SESSION_KEY, String.class);
                    if ("gated".equals(key)) {
                        release.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    } else if ("broken".equals(key)) {
                        throw new IllegalStateException("the reply topic is gone");
                    }
                    routed.incrementAndGet();
                });
                from("direct:a-route-with-retries")
                        .errorHandler(
                                defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0))
                        .to("cognigy:support");
            }
        };
    }

    @Test
    void theExchangeWaitsUntilEveryOutputIsRouted() throws Exception {
        CompletableFuture<Exchange> turn = begin("cognigy:support", "count 3", SESSION_KEY, "gated");
        tell("cognigy:support", "hello", SESSION_KEY, "alice");

        await().untilAsserted(() -> assertThat(endpoint.journal().deliveries().stream()
                        .filter(d -> "gated".equals(d.sessionId()))
                        .toList())
                .hasSize(4));
        assertThat(turn).isNotDone();
        release.countDown();
        assertThat(turn.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getException()).isNull();
        assertThat(routed).hasValue(4);
    }

    @Test
    void anOutputThatCannotBeRoutedFailsTheInput() throws Exception {
        Exchange exchange = tell("cognigy:support", "hello", SESSION_KEY, "broken");

        OutputNotRoutedException failure = exchange.getException(OutputNotRoutedException.class);
        assertThat(failure.inDoubt()).isTrue();
        assertThat(failure).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void outputsThatNobodyTakesFailTheInputWithAHint() throws Exception {
        Exchange exchange = tell("cognigy:lonely", "hello", SESSION_KEY, "alice");

        assertThat(exchange.getException(OutputNotRoutedException.class)).hasMessageContaining("from cognigy:lonely");
    }

    @Test
    void whatIsOnlySentCompletesBeforeTheBotIsDone() throws Exception {
        Exchange exchange = tell("cognigy:support?completion=sent", "hang", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        await().untilAsserted(
                        () -> assertThat(endpoint.journal().inputs("alice")).hasSize(1));
    }

    @Test
    void camelsRedeliveryDecidesOverAFailedTurn() throws Exception {
        Exchange exchange = tell("direct:a-route-with-retries", "error", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNotNull();
        assertThat(endpoint.journal().inputs("alice")).hasSize(3);
    }

    @Test
    void theCallbackComesOnceAndAgreesWithTheReturnValue() throws Exception {
        Endpoint cognigy = context.getEndpoint("cognigy:support");
        AsyncProducer producer = cognigy.createAsyncProducer();
        producer.start();
        for (String body : new String[] {"hello", "", "error", "count 5"}) {
            AtomicInteger calls = new AtomicInteger();
            CompletableFuture<Boolean> doneSync = new CompletableFuture<>();
            Exchange exchange = cognigy.createExchange();
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(SESSION_KEY, "alice");

            boolean returned = producer.process(exchange, done -> {
                calls.incrementAndGet();
                doneSync.complete(done);
            });

            assertThat(doneSync.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(returned);
            assertThat(calls).hasValue(1);
        }
        producer.stop();
    }
}
