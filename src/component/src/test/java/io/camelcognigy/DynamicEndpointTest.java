package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_ID;
import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.test.SimulatedEndpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Where a route finds its bot only when a message comes, nobody else's turn suffers, and no message is taken for code. */
class DynamicEndpointTest extends CognigyTestSupport {

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:bots").routeId("bots").toD("cognigy:${header.bot}", 1);
                from("direct:uncached").routeId("uncached").toD("cognigy:${header.bot}", -1);
                from("direct:keys")
                        .routeId("keys")
                        .toD("cognigy:support?sessionKey=${header.customer}&userId=${header.person}&turnTimeout=9s");
                from("direct:anyBot")
                        .routeId("anyBot")
                        .toD("cognigy:${header.bot}?sessionKey=${header.customer}&completion=turn");
            }
        };
    }

    private CompletableFuture<Exchange> ask(String uri, String body, String... headers) {
        return template.asyncSend(uri, exchange -> {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.getMessage().setBody(body);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getMessage().setHeader(headers[i], headers[i + 1]);
            }
        });
    }

    private static Exchange end(CompletableFuture<Exchange> exchange) throws Exception {
        return exchange.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aProducerThatIsEvictedEndsNobodysTurn() throws Exception {
        CompletableFuture<Exchange> slow = ask("direct:bots", "slow", "bot", "slowBot", SESSION_KEY, "alice");
        await().until(() -> !endpoint.journal().inputs("alice").isEmpty());

        for (int i = 0; i < 5; i++) {
            end(ask("direct:bots", "hello", "bot", "bot" + i, SESSION_KEY, "bob-" + i));
        }

        assertThat(slow).isNotDone();
        assertThat(end(slow).getException()).isNull();
    }

    @Test
    void anAgentStaysForAWhileWhenItsLastProducerIsGone() throws Exception {
        for (int i = 0; i < 3; i++) {
            end(ask("direct:uncached", "hello", "bot", "support", SESSION_KEY, "alice"));
        }

        assertThat(endpoint.accepted()).isEqualTo(1);
    }

    @Test
    void anAgentThatNobodyHoldsAnyMoreGoesAfterAWhile() throws Exception {
        component().keepUnheldAgents(java.time.Duration.ofMillis(50));
        end(ask("direct:uncached", "hello", "bot", "support", SESSION_KEY, "alice"));

        await().untilAsserted(() -> assertThat(endpoint.connections()).isZero());
        assertThat(end(ask("direct:uncached", "hello", "bot", "support", SESSION_KEY, "alice"))
                        .getException())
                .isNull();
    }

    @Test
    void oneProducerServesEverySessionKey() throws Exception {
        for (int i = 0; i < 20; i++) {
            Exchange exchange = end(ask("direct:keys", "hello", "customer", "c-" + i, "person", "p-" + i));
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeader(SESSION_ID)).isEqualTo("c-" + i);
            assertThat(endpoint.journal().inputs("c-" + i).get(0).userId()).isEqualTo("p-" + i);
        }

        assertThat(context.getEndpoints())
                .filteredOn(CognigyEndpoint.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aKeyThatComesFromOutsideIsNoCode() throws Exception {
        for (String key : new String[] {"${sys.user.home}", "a&b=c", "100%", "a+b", "{{user.home}}", "x&userId=root"}) {
            Exchange exchange = end(ask("direct:keys", "hello", "customer", key, "person", "me"));

            assertThat(exchange.getException()).as(key).isNull();
            assertThat(exchange.getMessage().getHeader(SESSION_ID)).isEqualTo(key);
            assertThat(endpoint.journal().inputs(key).get(0).userId()).isEqualTo("me");
        }
    }

    @Test
    void theAgentAndTheKeyMayBothComeWithTheMessage() throws Exception {
        Exchange exchange = end(ask("direct:anyBot", "hello", "bot", "sales", "customer", "${sys.user.home}"));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(SESSION_ID)).isEqualTo("${sys.user.home}");
    }

    @Test
    void whatAnEndpointSaidOfItsAgentGoesWithIt() throws Exception {
        context.getEndpoint("cognigy:shop?maxSessions=5");
        context.removeEndpoints("cognigy:shop?maxSessions=5");

        context.getEndpoint("cognigy:shop?maxSessions=6");
    }

    @Test
    void aRouteThatWasRemovedIsReplacedByOneWithOtherOptions() throws Exception {
        try (SimulatedEndpoint second = endpoint().start()) {
            route("shop", "cognigy:shop?endpointUrl=RAW(" + endpoint.endpointUrl() + ")");
            end(ask("direct:shop", "hello", SESSION_KEY, "alice"));
            context.getRouteController().stopRoute("shop");
            context.removeRoute("shop");

            route("shop", "cognigy:shop?endpointUrl=RAW(" + second.endpointUrl() + ")");
            end(ask("direct:shop", "hello", SESSION_KEY, "alice"));

            assertThat(second.journal().inputs("alice")).hasSize(1);
        }
    }

    @Test
    void aRouteThatCouldNotStartLeavesNothingBehind() throws Exception {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> route("shop", "cognigy:shop?maxSessions=0"))
                .hasStackTraceContaining("maxSessions");
        context.removeRoute("shop");

        route("shop", "cognigy:shop?maxSessions=5");

        assertThat(end(ask("direct:shop", "hello", SESSION_KEY, "alice")).getException())
                .isNull();
    }

    @Test
    void endpointsThatNobodyUsesAnyMoreAreForgotten() throws Exception {
        for (int i = 0; i < 3000; i++) {
            context.getEndpoint("cognigy:bot-" + i + "?maxSessions=5");
        }

        await().untilAsserted(() -> {
            System.gc();
            assertThat(component().agentsDeclared()).isLessThan(1500);
        });
    }

    private CognigyComponent component() {
        return context.getComponent("cognigy", CognigyComponent.class);
    }

    private void route(String id, String to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).to(to);
            }
        });
    }
}
