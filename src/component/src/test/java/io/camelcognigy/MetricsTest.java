package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.BindToRegistry;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Who has a MeterRegistry in Camel's registry has each agent's metrics, without any setting. */
class MetricsTest extends CognigyTestSupport {

    @BindToRegistry
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("cognigy:support");
            }
        };
    }

    @Test
    void aTurnShowsInTheMetersOfItsAgent() throws Exception {
        request("direct:in", "hello", SESSION_KEY, "alice");

        assertThat(meters.get("cognigy.turns")
                        .tags("agent", "support", "outcome", "answered", "in_doubt", "false")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("cognigy.connects")
                        .tags("result", "connected")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("cognigy.outputs").tags("kind", "turn").counter().count())
                .isPositive();
        assertThat(meters.get("cognigy.sessions").tags("state", "idle").gauge().value())
                .isEqualTo(1);
        assertThat(meters.get("cognigy.endpoint.up").gauge().value()).isEqualTo(1);
        for (String timer : new String[] {"cognigy.turn", "cognigy.turn.wait", "cognigy.first.output"}) {
            assertThat(meters.get(timer).tags("agent", "support").timer().count())
                    .describedAs(timer)
                    .isEqualTo(1);
        }
        assertThat(meters.getMeters())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTags().toString()).doesNotContain("alice"));
    }

    @Test
    void anAgentThatStopsTakesItsGaugesAlong() {
        assertThat(meters.find("cognigy.sessions").gauges()).isNotEmpty();

        context.stop();

        assertThat(meters.find("cognigy.sessions").gauges()).isEmpty();
    }
}
