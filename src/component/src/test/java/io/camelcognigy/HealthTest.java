package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.Test;

/** An agent is down while sessions want to be connected and none can be; without sessions nothing is known against it. */
class HealthTest extends CognigyTestSupport {

    @Override
    void configure(CognigyConfiguration options) {
        options.setReconnectDelay(Duration.ofMillis(20));
        options.setReconnectMaxDelay(Duration.ofMillis(50));
    }

    private HealthCheck.Result health() {
        return HealthCheckRegistry.get(context)
                .getCheck("cognigy-support")
                .orElseThrow()
                .call();
    }

    @Test
    void anAgentThatReachesItsEndpointIsUp() throws Exception {
        request("cognigy:support", "hello", SESSION_KEY, "alice");

        assertThat(health().getState()).isEqualTo(State.UP);
        assertThat(health().getDetails()).containsEntry("sessions", 1).containsEntry("connected", 1);
    }

    @Test
    void anAgentThatCannotReachItsEndpointIsDownAndSaysWhyUntilItCan() throws Exception {
        request("cognigy:support", "hello", SESSION_KEY, "alice");
        int port = endpoint.port();
        endpoint.close();
        await().untilAsserted(() -> assertThat(health().getState()).isEqualTo(State.DOWN));
        assertThat(health().getDetails()).containsEntry("connectFailure", "CONNECT_FAILED");

        endpoint = endpoint().port(port).start();

        await().untilAsserted(() -> assertThat(health().getState()).isEqualTo(State.UP));
    }
}
