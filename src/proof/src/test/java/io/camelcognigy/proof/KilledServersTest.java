package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.Loopback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The jar between servers in processes of their own. Each is killed (kill -9) and comes back: readiness names what it serves
 * and nothing else within 30 seconds, the bridge stays alive, and by the metrics recorded meanwhile its alert fires and no
 * other. The recordings are in {@code target/proof/recorded}.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TO_BE_NAMED = Duration.ofSeconds(30);
    /** The alerts wait for a minute, and a scrape more. */
    private static final Duration TO_FIRE = Duration.ofSeconds(75);

    private static final Path RECORDED = Path.of("target", "proof", "recorded");

    private Servers servers;
    private Topics topics;
    private Child bridge;
    private Operation operation;
    private int inputs;

    @BeforeAll
    void start(@TempDir Path folder) {
        Promtool.needed();
        servers = new Servers(folder);
        int port = Loopback.freePort();
        operation = new Operation(port);
        Map<String, String> settings = new HashMap<>(servers.settings());
        settings.put("operate.port", Integer.toString(port));
        settings.put("operate.state-file", "");
        settings.put("camel.main.routes-include-pattern", "file:" + BridgeJar.root() + "/routes/*.yaml");
        bridge = BridgeJar.start("bridge-of-killed-servers", BridgeJar.program(settings));
        topics = new Topics(servers.harnessBrokers());
        await().atMost(PATIENCE).until(operation::ready);
    }

    @AfterAll
    void stop() {
        for (AutoCloseable each : new AutoCloseable[] {topics, bridge, servers}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    artemis  | road-jms        | {alertname="RoadDown",road="jms"}
                    mail     | road-mail       | {alertname="RoadDown",road="mail"}
                    endpoint | cognigy-support | {alertname="EndpointDown",agent="support"}
                    kafka    | road-kafka      | {alertname="RoadDown",road="kafka"}
                    """)
    void whatIsKilledIsNamedAndItsAlertFires(String server, String named, String alert) throws Exception {
        say();
        try (Recording recording = new Recording(operation::metrics)) {
            await().atMost(PATIENCE).until(() -> !recording.length().isZero());
            servers.kill(server);
            long killed = System.nanoTime();
            try {
                await().atMost(TO_BE_NAMED).untilAsserted(() -> isDown(named));
                System.out.printf("%s killed: %s after %.1f s%n", server, named, (System.nanoTime() - killed) / 1e9);
                Duration end = recording.length().plus(TO_FIRE);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .failFast(() -> isDown(named))
                        .until(() -> recording.length().compareTo(end) >= 0);
            } finally {
                servers.start(server);
            }
            Path test = RECORDED.resolve(server + ".test.yaml");
            recording.writeTest(
                    test, server + " killed", BridgeJar.root().resolve("deploy/prometheus/alerts.yaml"), alert);
            Promtool.testRules(test);
        }
        assertThat(operation.metrics()).containsPattern("bridge_build_info\\{version=\"\\d[^\"]*\"}");
        Promtool.checkMetrics(operation.metrics());
        await().atMost(PATIENCE).until(operation::ready);
        say();
    }

    private void isDown(String named) {
        assertThat(operation.live()).isTrue();
        assertThat(operation.down()).isEqualTo(Set.of(named));
    }

    /** So that a session is connected, and the agent knows how it is. */
    private void say() {
        Stamp stamp = new Stamp("anna", inputs++, UUID.randomUUID());
        topics.send(stamp, null, stamp.toString());
        await().atMost(PATIENCE).until(() -> topics.answers().size() >= inputs);
    }
}
