package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Prometheus finds the numbers of roads under their names. */
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
                    new RoadNumbers(camel, registry, Clock.systemUTC()),
                    () -> new Health(true, List.of(new Check("road-memory", false, "gone"))),
                    roads,
                    "1.2.3");
            camel.createProducerTemplate().requestBody("chat-memory:in?waitForTaskToComplete=Always", "hello");
            roads.pause("memory");
            new DeadLetterCount(registry).stored("memory", "COGNIGY-IN-DOUBT");

            assertThat(metrics.scrape())
                    .contains("bridge_road_up{road=\"memory\"} 0.0")
                    .contains("bridge_road_paused{road=\"memory\"} 1.0")
                    .contains("bridge_inputs_total{road=\"memory\"} 1.0")
                    .contains("bridge_dead_letters_total{reason=\"COGNIGY-IN-DOUBT\",road=\"memory\"} 1.0")
                    .contains("version=\"1.2.3\"")
                    .contains("jvm_memory_used_bytes");
            metrics.close();
        }
    }
}
