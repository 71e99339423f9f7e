package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.AgentStoppedException;
import io.camelcognigy.session.Outcome;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A graceful stop lets the turns under way come to their end, outputs included, whatever the order of the routes. */
class GracefulStopTest extends CognigyTestSupport {

    private final Queue<String> routed = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // Started last, so it would be the first to stop.
                from("direct:in").startupOrder(1).to("cognigy:support");
                from("cognigy:support")
                        .startupOrder(2)
                        .process(exchange -> routed.add(exchange.getMessage().getBody(String.class)));
            }
        };
    }

    @Test
    void theOutputsOfATurnUnderWayAreStillRouted() throws Exception {
        CompletableFuture<Exchange> turn = begin("direct:in", "slow 700", SESSION_KEY, "alice");
        await().untilAsserted(
                        () -> assertThat(endpoint.journal().inputs("alice")).hasSize(1));

        context.stop();

        assertThat(turn.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getException()).isNull();
        assertThat(routed).hasSize(1);
    }

    @Test
    void aTurnThatIsNotWrittenDoesNotHoldTheStopUp() throws Exception {
        endpoint.close();
        CompletableFuture<Exchange> turn = begin("direct:in", "hello", SESSION_KEY, "bob");
        await().until(() ->
                !context.getComponent("cognigy", CognigyComponent.class).isReachable("support"));
        long before = System.nanoTime();

        context.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        Exception failure = turn.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getException();
        assertThat(failure).isInstanceOf(AgentStoppedException.class);
        assertThat(((AgentStoppedException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
    }
}
