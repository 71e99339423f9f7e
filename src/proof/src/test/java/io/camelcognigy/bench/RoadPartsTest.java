package io.camelcognigy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.bench.RoadPart.Plan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The part of the benchmark for JMS, in its smallest form, and what becomes of one that fails. */
@Tag("slow")
class RoadPartsTest {

    /** A turn of the bot that thinks lasts longer than two seconds, and must end within the window. */
    private static final Plan SMALL = new Plan(List.of(Load.saturated(10), new Load(10, 20)), 1, new Load(10, 4), 3);

    private static final Options ONCE = new Options(1, 1, 1_000, List.of(), List.of(), List.of(), Path.of("none"));

    private final Map<String, Long> warmUps = new HashMap<>();

    @Test
    void byJmsTheBridgeIsMeasuredBesideItsFloor() throws Exception {
        RoadResults results = JmsPart.results();
        try (EndpointProcess endpoint = new EndpointProcess()) {
            new JmsPart(ONCE, SMALL, warmUps, results, RoadPartsTest::quiet).run(endpoint.url());
            assertThat(endpoint.violations()).isZero();
        }
        assertThat(results.text())
                .contains("10 sessions, as fast as it goes", "10 sessions, 20 turns/s", "A bot that thinks for 2 s")
                .contains(JmsPart.FLOOR, JmsPart.BRIDGE, "÷ jms-floor")
                .doesNotContain("not known here");
    }

    @Test
    void whoDiesIsNamedAndNobodyWaitsForIt() throws Exception {
        try (ChildProcess servers = ServersProcess.start()) {
            String jms = servers.command("jms");
            try (BridgeContestant contestant = new BridgeContestant(
                    "dies",
                    1,
                    () -> ChildProcess.start(
                            "load-dies", ClientProcess.class, Jvm.options(), JmsPart.NAME, jms, "dies"),
                    () -> ChildProcess.start(
                            "dies",
                            RoadFloorProcess.class,
                            Jvm.options(),
                            JmsPart.NAME,
                            "tcp://nowhere.invalid:1",
                            "http://127.0.0.1:1/t",
                            "dies"))) {
                assertThatThrownBy(() -> contestant.warmUp(1, 1))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("dies has died; see")
                        .hasMessageContaining("dies.log");
            }
        }
    }

    private static void quiet(String format, Object... values) {
        // Nobody reads along.
    }
}
