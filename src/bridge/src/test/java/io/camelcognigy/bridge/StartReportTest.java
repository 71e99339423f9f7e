package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.bridge.operate.Check;
import io.camelcognigy.bridge.operate.Health;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** The report says of each road whether it is connected, and shows host and port of addresses, nothing else of them. */
class StartReportTest {

    private static final Check KAFKA_UP = new Check("road-kafka", true, "");
    private static final Check KAFKA_DOWN = new Check("road-kafka", false, "no broker answers");
    private static final Check AGENT_DOWN = new Check("cognigy-support", false, "nobody can be reached");

    private final MockEnvironment environment = new MockEnvironment();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Instant now = Instant.EPOCH;
    private StartReport report;

    @TempDir
    Path folder;

    @BeforeEach
    void report() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "- from: {uri: chat-kafka:chat.input}\n");
        environment.setProperty(RoutesLocation.PROPERTY, "file:" + folder + "/*.yaml");
        environment.setProperty("kafka.brokers", "a:9092,b:9092");
        environment.setProperty("cognigy.endpoint-url", "https://anna:s3cret@host:8443/s3cret/socket.io");
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        report = new StartReport(
                environment,
                new DefaultCamelContext(),
                null,
                () -> "http://127.0.0.1:9876/",
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                clock);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itComesOnceAllRoadsAreConnectedAndOnlyOnce() {
        report.onHealth(new Health(true, List.of(KAFKA_DOWN)));
        assertThat(printed()).isEmpty();

        report.onHealth(new Health(true, List.of(KAFKA_UP)));
        report.onHealth(new Health(true, List.of(KAFKA_UP)));
        assertThat(printed())
                .containsOnlyOnce("camel-cognigy runs.")
                .contains("Kafka     a:9092, b:9092  (connected)")
                .contains("Endpoint  host:8443")
                .contains("Page      http://127.0.0.1:9876/")
                .doesNotContain("s3cret");
    }

    @Test
    void afterAWhileItSaysWhatIsNotConnected() {
        report.onHealth(new Health(true, List.of(KAFKA_DOWN, AGENT_DOWN)));
        now = now.plus(Duration.ofSeconds(5));
        report.onHealth(new Health(true, List.of(KAFKA_DOWN, AGENT_DOWN)));
        assertThat(printed())
                .contains("Kafka     a:9092, b:9092  (NOT connected: no broker answers)")
                .contains("Endpoint  host:8443  (NOT connected: nobody can be reached)");
    }
}
