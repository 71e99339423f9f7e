package io.camelcognigy.demo;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.bridge.Chat;
import io.camelcognigy.bridge.operate.OperateServer;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole bridge as it starts with nothing configured, ports aside: Kafka, routes, component, socket, bot. */
class BridgeApplicationTest {

    private static final String[] ARGS = {
        "--embedded.kafka.port=0",
        "--embedded.jms.port=0",
        "--embedded.imap.port=0",
        "--embedded.smtp.port=0",
        "--embedded.endpoint.port=0",
        "--operate.port=0",
        "--operate.state-file=",
        "--camel.component.cognigy.turn-timeout=2s",
        "--camel.component.kafka.linger-ms=0"
    };

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext context;
    private static SimulatedEndpoint endpoint;
    private static String brokers;

    private KafkaProbe probe;

    @BeforeAll
    static void start() {
        String[] args = Stream.concat(Stream.of(ARGS), Stream.of("--health.file=" + folder.resolve("healthy")))
                .toArray(String[]::new);
        context = DemoApplication.application(args).run(args);
        endpoint = context.getBean(SimulatedEndpoint.class);
        brokers = context.getEnvironment().getProperty("kafka.brokers");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void connect() {
        probe = new KafkaProbe(brokers, "chat.output", "chat.dead-letter");
    }

    @AfterEach
    void disconnect() {
        probe.close();
        assertThat(endpoint.journal().violations()).isEmpty();
    }

    @Test
    void everyInputIsAnsweredInOrderPerKeyOverOneConnectionAKey() throws Exception {
        int keys = 20;
        int each = 10;
        int connectionsBefore = endpoint.connections();
        RecordMetadata last = null;
        for (int i = 0; i < each; i++) {
            for (int key = 0; key < keys; key++) {
                last = probe.send("chat.input", "key-" + key, "input " + i);
            }
        }

        Map<String, List<String>> answers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : probe.awaitRecords("chat.output", keys * each)) {
            JsonNode output = new ObjectMapper().readTree(record.value());
            assertThat(output.fieldNames()).toIterable().startsWith("type", "sessionKey", "sessionId", "text", "data");
            assertThat(output.get("sessionKey").asText()).isEqualTo(text(record.key()));
            answers.computeIfAbsent(text(record.key()), key -> new ArrayList<>())
                    .add(output.get("text").asText());
        }
        List<String> inOrder =
                IntStream.range(0, each).mapToObj(i -> "You said: input " + i).toList();
        assertThat(answers)
                .hasSize(keys)
                .allSatisfy((key, texts) -> assertThat(texts).isEqualTo(inOrder));
        assertThat(endpoint.connections() - connectionsBefore).isEqualTo(keys);
        RecordMetadata committed = last;
        await().until(() -> probe.committed("camel-cognigy", committed) == committed.offset() + 1);
    }

    @Test
    void aTurnThatFailsIsADeadLetterWithTheCodeOfItsFailure() {
        probe.send("chat.input", "error", "exception");
        probe.send("chat.input", "json", "{\"text\":", header("contentType", "application/json"));
        probe.send("chat.input", "empty", "{}", header("contentType", "application/json"));
        probe.send("chat.input", "hang", "hang");
        // As much as a Kafka client sends by default; its dead letter is larger still.
        probe.send("chat.input", "large", "x".repeat(1_048_576 - 100));

        Map<String, String> reasons = new HashMap<>();
        probe.awaitRecords("chat.dead-letter", 5)
                .forEach(letter -> reasons.put(text(letter.key()), header(letter, "deadLetterReason")));
        assertThat(reasons)
                .containsEntry("error", "COGNIGY-ENDPOINT-ERROR")
                .containsEntry("json", "COGNIGY-INVALID-JSON")
                .containsEntry("empty", "COGNIGY-EMPTY-INPUT")
                .containsEntry("hang", "COGNIGY-TURN-TIMEOUT")
                .containsEntry("large", "COGNIGY-PAYLOAD-TOO-LARGE");
    }

    @Test
    void anOutputThatNobodyAskedForGoesToTheLatestReplyAddress() {
        probe.send("chat.input", "later", "later 100", header("correlationId", "7"));

        List<ConsumerRecord<byte[], byte[]>> outputs = probe.awaitRecords("chat.output", 2);
        assertThat(header(outputs.get(0), "correlationId")).isEqualTo("7");
        // It is not the answer to that input.
        assertThat(outputs.get(1).headers().lastHeader("correlationId")).isNull();
    }

    @Test
    void anOutputOfAnotherShapeIsNotLost() throws Exception {
        probe.send("chat.input", "odd", "odd");

        JsonNode output = new ObjectMapper()
                .readTree(probe.awaitRecords("chat.output", 1).get(0).value());
        assertThat(output.get("data").isNull()).isFalse();
    }

    @Test
    void whatIsAskedOverJmsIsAnsweredThereAndNowhereElse() throws Exception {
        String url = context.getEnvironment().getProperty("jms.url");
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                JMSContext jms = factory.createContext()) {
            TemporaryQueue replies = jms.createTemporaryQueue();
            jms.createProducer()
                    .setJMSReplyTo(replies)
                    .setJMSCorrelationID("7")
                    .setProperty("JMSXGroupID", "jms")
                    .send(jms.createQueue("chat.input"), "later 100");

            JMSConsumer answers = jms.createConsumer(replies);
            assertThat(answers.receiveBody(String.class, 10_000)).contains("More comes in 100 ms");
            Message unasked = answers.receive(10_000);
            assertThat(unasked.getBody(String.class)).contains("This came later");
            assertThat(unasked.getJMSCorrelationID()).isNull();
        }
        assertThat(probe.records(record -> "jms".equals(text(record.key())))).isEmpty();
    }

    @Test
    void aPersonChatsOverKafkaUntilTheInputEnds() {
        String shown = chat("hello\n\n{smile}\nmenu\nsize m\nseveral\nexception\n");

        assertThat(shown.lines().skip(1))
                .containsExactly(
                        "bot> You said: hello",
                        "bot> You said: {smile}",
                        "bot> Which size?",
                        "    1. Small",
                        "    2. Medium",
                        "    3. Large",
                        "bot> You said: size m",
                        "bot> 1 of 3",
                        "bot> 2 of 3",
                        "bot> 3 of 3",
                        "!! no answer: [COGNIGY-ENDPOINT-ERROR] the Endpoint reported an error with code"
                                + " DEMO_EXCEPTION");
    }

    @Test
    void aBridgeThatRunsWritesItsHealthFile() {
        await().until(() -> Files.exists(folder.resolve("healthy")));
    }

    @Test
    void quitEndsAChatAtOnce() {
        assertThat(chat("/quit\nhello\n").lines()).hasSize(1);
    }

    @Test
    void thePortGivesEveryMetricThatTheDocsName() throws Exception {
        probe.send("chat.input", "key-of-a-person", "hello");
        probe.send("chat.input", "key-of-a-person", "exception");
        probe.awaitRecords("chat.dead-letter", 1);
        String page = Files.readString(Path.of("docs", "operation.md"));
        String section = page.substring(page.indexOf("\n## Metrics"), page.indexOf("\n## Traces"));
        Set<String> names = Pattern.compile("`((cognigy|bridge|kafka)_\\w*[a-z])\\{")
                .matcher(section)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(40);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String scraped = metrics();
            assertThat(names).allSatisfy(name -> assertThat(scraped).containsPattern("\n" + name + "(_bucket)?[{ ]"));
        });
        assertThat(metrics())
                .contains("bridge_road_up{road=\"kafka\"} 1.0", "bridge_road_up{road=\"jms\"} 1.0")
                .doesNotContain("key-of-a-person", "version=\"unknown\"");
    }

    private static String metrics() throws Exception {
        int port = context.getBean(OperateServer.class).port();
        URI address = URI.create("http://127.0.0.1:" + port + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void whatABotSaysPieceByPieceAppearsInAChatAsItComes() {
        Screen screen = new Screen();

        assertThat(chat("stream 50\n", screen)).contains("bot> A streamed answer comes in pieces, ");

        assertThat(screen.lastLines)
                .describedAs("what the answer looked like while it grew")
                .contains("bot> A streamed answer ");
    }

    /** Knows what its last line was whenever something was written. */
    private static final class Screen extends ByteArrayOutputStream {

        private final Set<String> lastLines = ConcurrentHashMap.newKeySet();

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            String shown = toString(StandardCharsets.UTF_8);
            lastLines.add(shown.substring(shown.lastIndexOf('\n') + 1));
        }
    }

    private static String chat(String typed) {
        return chat(typed, new ByteArrayOutputStream());
    }

    private static String chat(String typed, ByteArrayOutputStream out) {
        InputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        Chat.Place place =
                new Chat.Place(Map.of("bootstrap.servers", brokers), "chat.input", "chat.output", "chat.dead-letter");
        new Chat(place, "", in, new PrintStream(out, true, StandardCharsets.UTF_8), false).run();
        return out.toString(StandardCharsets.UTF_8);
    }
}
