package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.observe.AgentMetrics;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.session.Outcome;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
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
            camel.addComponent("chat-memory", new RoadsTest.Memory());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("chat-memory:in?waitForTaskToComplete=Always").log("${body}");
                    from("chat-memory:more").routeId("more-input").log("${body}");
                    from("chat-memory:sales?road=sales").log("${body}");
                }
            });
            camel.start();
            Metrics metrics = new Metrics(
                    registry,
                    new RoadNumbers(camel, registry, Clock.systemUTC()),
                    () -> new Health(
                            true,
                            List.of(
                                    new Check("road-memory", true, ""),
                                    new Check("road-more-input", false, "gone"),
                                    new Check("road-sales", true, ""))),
                    roads,
                    "1.2.3");
            AgentMetrics agent = new AgentMetrics(registry, "support", true);
            agent.show(() -> new AgentSnapshot("support", 7, 5, 2, 3, null, false), 100);
            agent.turnWritten("anna", 1);
            agent.turnEnded(Outcome.IN_DOUBT, 49_000_000_000L);
            camel.createProducerTemplate().requestBody("chat-memory:in?waitForTaskToComplete=Always", "hello");
            roads.pause("memory");
            new DeadLetterCount(registry).stored("memory", "COGNIGY-IN-DOUBT");

            assertThat(metrics.scrape())
                    .contains("cognigy_sessions{agent=\"support\",state=\"idle\"} 3.0")
                    .contains("cognigy_sessions_limit{agent=\"support\"} 100.0")
                    .contains("cognigy_turns_total{agent=\"support\",in_doubt=\"true\",outcome=\"in_doubt\"} 1.0")
                    .contains("cognigy_turn_seconds_bucket{agent=\"support\",le=\"48.0\"} 0")
                    .contains("cognigy_turn_seconds_bucket{agent=\"support\",le=\"60.0\"} 1")
                    .contains("cognigy_turn_wait_seconds_count{agent=\"support\"} 1")
                    .contains("cognigy_first_output_seconds_count")
                    .contains("cognigy_connects_total{agent=\"support\",result=\"connect_failed\"} 0.0")
                    .contains("cognigy_outputs_total{agent=\"support\",kind=\"turn\"} 0.0")
                    .contains("cognigy_unrouted_total{agent=\"support\"} 0.0")
                    .contains("cognigy_endpoint_up{agent=\"support\"} 1.0")
                    .contains("cognigy_billable_inputs_total{agent=\"support\"} 1.0")
                    .contains("cognigy_billable_conversations_total{agent=\"support\"} 1.0")
                    .describedAs("up only if both of its routes are")
                    .contains("bridge_road_up{road=\"memory\"} 0.0")
                    .contains("bridge_road_up{road=\"sales\"} 1.0")
                    .contains("bridge_road_paused{road=\"sales\"} 0.0")
                    .contains("bridge_inputs_total{road=\"sales\"} 0.0")
                    .contains("bridge_road_paused{road=\"memory\"} 1.0")
                    .contains("bridge_inputs_total{road=\"memory\"} 1.0")
                    .contains("bridge_dead_letters_total{reason=\"COGNIGY-IN-DOUBT\",road=\"memory\"} 1.0")
                    .contains("version=\"1.2.3\"")
                    .contains("jvm_memory_used_bytes");
            promtoolTakes(metrics.scrape());
            metrics.close();
        }
    }

    /** Where Debian's prometheus is installed, as it is in the build. */
    private static void promtoolTakes(String metrics) throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        if (!Files.isExecutable(promtool)) {
            return;
        }
        Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = check.getOutputStream()) {
            in.write(metrics.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        check.waitFor();
        // What it finds in names of the JVM's metrics is Micrometer's business.
        assertThat(said.lines().filter(line -> !line.matches("(jvm|process|system)_.*")))
                .isEmpty();
    }
}
