package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ConnectFailedException;
import io.camelcognigy.session.TurnTimeoutException;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.test.TokenReaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An Endpoint that is away makes inputs wait; one that says no makes them fail soon, with a hint what to check. */
class UnreachableEndpointTest extends CognigyTestSupport {

    @Override
    void configure(CognigyConfiguration options) {
        options.setReadyTimeout(Duration.ofMillis(200));
        options.setReconnectDelay(Duration.ofMillis(20));
        options.setReconnectMaxDelay(Duration.ofMillis(50));
    }

    private void routeTo(CognigyComponent component) throws Exception {
        context.addComponent("away", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("away:bot?turnTimeout=10s");
                from("direct:impatient").to("away:bot?turnTimeout=300ms");
                from("away:bot").to("mock:out");
            }
        });
    }

    private CognigyComponent componentFor(String endpointUrl) {
        CognigyComponent component = new CognigyComponent();
        configure(component.getConfiguration());
        component.getConfiguration().setEndpointUrl(endpointUrl);
        return component;
    }

    @Test
    void routesStartWithoutTheEndpointAndInputsWaitForIt() throws Exception {
        int port = endpoint.port();
        String url = endpoint.endpointUrl();
        endpoint.close();
        routeTo(componentFor(url));

        CompletableFuture<Exchange> waiting = begin("direct:in", "hello", SESSION_KEY, "alice");
        Exchange failed = tell("direct:impatient", "hello", SESSION_KEY, "bob");
        endpoint = endpoint().port(port).start();

        TurnTimeoutException timeout = failed.getException(TurnTimeoutException.class);
        assertThat(timeout.inDoubt()).isFalse();
        assertThat(timeout).hasMessageContaining("no connection").hasMessageContaining("CONNECT_FAILED");
        assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getException())
                .isNull();
        assertThat(endpoint.journal().inputs("bob")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TokenReaction.class)
    void aWrongTokenFailsSoonWhateverTheEndpointDoesAboutIt(TokenReaction reaction) throws Exception {
        endpoint.close();
        endpoint = SimulatedEndpoint.builder().onWrongToken(reaction).start();
        routeTo(componentFor(endpoint.serverUrl() + "/wrong-token"));

        Exchange exchange = tell("direct:in", "hello", SESSION_KEY, "alice");

        assertThat(exchange.getException(ConnectFailedException.class))
                .hasMessageContaining("check the Endpoint URL")
                .hasMessageNotContaining("wrong-token");
        assertThat(endpoint.journal().inputs()).isEmpty();
    }
}
