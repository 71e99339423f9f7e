package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.bridge.BridgeApplication;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pause outlives a kill: until somebody resumes the roads nothing is asked, and then all that waited is. */
@Tag("slow")
class PauseTest {

    private static final List<String> TOPICS = List.of("chat.input", "chat.output", "chat.dead-letter");
    private static final Pattern PAGE = Pattern.compile("Page +(http://\\S+)");
    private static final String TOKEN = "operatetoken";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EACH = 20;

    @TempDir
    Path folder;

    @Test
    void whatIsSentToPausedRoadsIsAnsweredOnceTheyAreResumed() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, 2, TOPICS);
                EmbeddedArtemis artemis = EmbeddedArtemis.start(0, TOPICS);
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();
                KafkaProbe records = new KafkaProbe(kafka.brokers(), "chat.output");
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(artemis.url());
                JMSContext messages = factory.createContext()) {
            Process first = start("first", kafka, artemis, endpoint);
            try {
                Port port = port("first");
                send(records, messages, 1);
                awaitAnswers(records, artemis, 1);
                // What is answered and not yet committed is asked again after a kill.
                await().atMost(PATIENCE)
                        .until(() -> committed(records) == 1 && artemis.messageCount("chat.input") == 0);
                for (String road : List.of("kafka", "jms")) {
                    assertThat(port.status("POST", "observe/roads/" + road + "/pause"))
                            .isEqualTo(200);
                }
                send(records, messages, EACH);
            } finally {
                first.destroyForcibly().waitFor();
            }

            Process second = start("second", kafka, artemis, endpoint);
            try {
                Port port = port("second");
                assertThat(port.status("GET", "observe/health/ready")).isEqualTo(200);
                assertThat(port.get("observe/roads").findValuesAsText("paused")).containsExactly("true", "true");
                // The answer that came before, on each road, is all there is.
                await().during(Duration.ofSeconds(3))
                        .atMost(PATIENCE)
                        .until(() ->
                                records.records(any -> true).size() == 1 && artemis.messageCount("chat.output") == 1);

                for (String road : List.of("kafka", "jms")) {
                    assertThat(port.status("POST", "observe/roads/" + road + "/resume"))
                            .isEqualTo(200);
                }
                awaitAnswers(records, artemis, 1 + EACH);
            } finally {
                second.destroyForcibly().waitFor();
            }
        }
    }

    private static void send(KafkaProbe records, JMSContext messages, int each) {
        IntStream.range(0, each).forEach(i -> {
            records.send("chat.input", "anna-" + i, "hello " + i);
            messages.createProducer()
                    .setProperty("JMSXGroupID", "ben-" + i)
                    .send(messages.createQueue("chat.input"), "hello " + i);
        });
    }

    private static long committed(KafkaProbe records) {
        return records.committed("camel-cognigy").values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void awaitAnswers(KafkaProbe records, EmbeddedArtemis artemis, int each) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(records.records(any -> true)).as("Kafka").hasSize(each);
            assertThat(artemis.messageCount("chat.output")).as("JMS").isEqualTo(each);
        });
    }

    private Process start(String name, EmbeddedKafka kafka, EmbeddedArtemis artemis, SimulatedEndpoint endpoint)
            throws IOException {
        List<String> arguments = List.of(
                "--camel.main.routes-include-pattern=file:routes/kafka.yaml,file:routes/jms.yaml",
                "--kafka.brokers=" + kafka.brokers(),
                "--jms.url=" + artemis.url(),
                "--cognigy.endpoint-url=" + endpoint.endpointUrl(),
                "--operate.token=" + TOKEN,
                "--operate.port=0",
                "--operate.state-file=" + folder.resolve("bridge.state"));
        return Java.program(BridgeApplication.class, List.of(), arguments)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile())
                .start();
    }

    /** Of a bridge that has said where it is. */
    private Port port(String name) throws IOException {
        await().atMost(PATIENCE).until(() -> page(name).find());
        Matcher page = page(name);
        page.find();
        return new Port(page.group(1), TOKEN);
    }

    private Matcher page(String name) throws IOException {
        return PAGE.matcher(Files.readString(folder.resolve(name)));
    }
}
