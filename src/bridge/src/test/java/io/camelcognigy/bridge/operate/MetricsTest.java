package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.AgentSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Prometheus finds the numbers of agents and roads under their names. */
class MetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void theNumbersAreThoseOfTheMoment() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Roads roads = new Roads(camel, new PausedRoads(null));
            camel.addRoutePolicyFactory(new RoadInputs(registry));
            camel.addComponent("chat-memory", new SedaComponent());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("chat-memory:in?waitForTaskToComplete=Always").log("${body}");
                }
            });
            camel.start();
            Metrics metrics = new Metrics(
                    registry,
                    () -> List.of(new AgentSnapshot("support", 7, 5, 2, 3, null, false)),
                    () -> new Health(true, List.of(new Check("road-memory", false, "gone"))),
                    roads,
                    100,
                    "1.2.3");
            camel.createProducerTemplate().requestBody("chat-memory:in?waitForTaskToComplete=Always", "hello");
            roads.pause("memory");

            assertThat(metrics.scrape())
                    .contains("cognigy_sessions{agent=\"support\",state=\"idle\"} 3.0")
                    .contains("cognigy_sessions{agent=\"support\",state=\"in_turn\"} 2.0")
                    .contains("cognigy_sessions{agent=\"support\",state=\"not_connected\"} 2.0")
                    .contains("cognigy_sessions_limit 100.0")
                    .contains("cognigy_turns_waiting{agent=\"support\"} 3.0")
                    .contains("cognigy_turns_inflight{agent=\"support\"} 2.0")
                    .contains("cognigy_endpoint_up{agent=\"support\"} 1.0")
                    .contains("bridge_road_up{road=\"memory\"} 0.0")
                    .contains("bridge_road_paused{road=\"memory\"} 1.0")
                    .contains("bridge_inputs_total{road=\"memory\"} 1.0")
                    .contains("version=\"1.2.3\"")
                    .contains("jvm_memory_used_bytes");
            metrics.close();
        }
    }
}
