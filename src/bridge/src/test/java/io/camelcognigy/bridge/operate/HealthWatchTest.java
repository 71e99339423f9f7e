package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.observe.ReadinessCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is down outside is named, and makes the bridge not ready; only Camel itself decides whether it lives. */
class HealthWatchTest {

    private final Set<String> paused = new HashSet<>();
    private final List<Health> told = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HealthWatch watch = new HealthWatch(camel, () -> paused, List.of(told::add));

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        camel.close();
    }

    private void check(String id, boolean up) {
        register(new AbstractHealthCheck("camel", id) {
            @Override
            protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
                result.state(up ? State.UP : State.DOWN).message(up ? "" : "no broker answers");
            }

            @Override
            public boolean isLiveness() {
                return false;
            }
        });
    }

    private void register(HealthCheck check) {
        HealthCheckRegistry.get(camel).register(check);
    }

    private Answer ask(String what, String... needed) {
        watch.look();
        return new HealthAnswers(watch::health, List.of(needed))
                .answer(new Request("GET", List.of(what), Map.of(), ""));
    }

    @Test
    void aRoadThatIsDownIsNamedAndTheBridgeLives() {
        check("road-kafka", false);
        check("road-jms", true);

        assertThat(ask("live").status()).isEqualTo(200);
        Answer ready = ask("ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(new String(ready.body())).contains("road-kafka", "no broker answers");
        assertThat(told.get(0).checks()).extracting(Check::name).containsExactly("road-jms", "road-kafka");
    }

    @Test
    void aPausedRoadIsReady() {
        check("road-kafka", false);
        paused.add("kafka");
        assertThat(ask("ready").status()).isEqualTo(200);
    }

    /** Whoever starts with a pause has started no road that could have a check. */
    @Test
    void aPausedRoadWithoutACheckIsNamed() {
        check("road-jms", true);
        paused.add("kafka");

        Answer ready = ask("ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(new String(ready.body()))
                .contains("\"road-kafka\":{\"status\":\"UP\",\"needed\":true,\"message\":\"paused\"}");
        assertThat(told.get(0).checks()).extracting(Check::name).containsExactly("road-jms", "road-kafka");
    }

    @Test
    void aCheckThatIsTurnedOffIsNotAsked() {
        ReadinessCheck kafka = new ReadinessCheck("road-kafka") {
            @Override
            public Result call(Map<String, Object> options) {
                return HealthCheckResultBuilder.on(this).down().build();
            }
        };
        register(kafka);
        check("road-jms", true);
        assertThat(ask("ready").status()).isEqualTo(503);

        kafka.setEnabled(false);

        Answer ready = ask("ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(new String(ready.body())).contains("road-jms").doesNotContain("road-kafka");
    }

    @Test
    void whatIsNotNeededIsNotWaitedFor() {
        check("road-kafka", false);
        check("road-jms", true);
        assertThat(ask("ready", "road-jms").status()).isEqualTo(200);
        assertThat(ask("ready", "road-kafka").status()).isEqualTo(503);
    }

    @Test
    void aBridgeWhoseCamelHasStoppedDoesNotLive() {
        camel.stop();
        assertThat(ask("live").status()).isEqualTo(503);
        assertThat(ask("ready").status()).isEqualTo(503);
    }
}
