package io.camelcognigy.demo;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.bridge.operate.DeadLetterCommand;
import io.camelcognigy.jms.JmsProbe;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge that is killed (kill -9) while it sends dead letters again has lost none and sent none twice: what is begun again
 * sends the rest. The road is paused meanwhile, so that what was sent can be counted; resumed, it answers each once.
 *
 * <p>For the long proof: {@code ./mvnw test -Dtest=ReplayKillTest -Dkills=20}.
 */
@Tag("slow")
class ReplayKillTest {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int LETTERS = 100;
    /** A second, and so many in one transaction. */
    private static final int RATE = 5;

    private static final String TOKEN = "replay";
    private static final List<String> PLACES = List.of("chat.input", "chat.output", "chat.dead-letter");

    private SimulatedEndpoint endpoint;
    private Process bridge;
    private int port;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    reply.say("heard " + input.text());
                    reply.finalPing();
                })
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        kill();
        endpoint.close();
    }

    @Test
    void fromKafka() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, 4, PLACES);
                KafkaProbe probe = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter", "chat.input")) {
            String brokers = "--kafka.brokers=" + kafka.brokers();
            start("kafka", brokers, "--kafka.input-format=json");
            for (int i = 0; i < LETTERS; i++) {
                probe.send(
                        "chat.input", "person-" + i % 10, "hello " + i, KafkaProbe.header("correlationId", "c-" + i));
            }
            probe.awaitRecords("chat.dead-letter", LETTERS);
            kill();

            IntSupplier written = () -> probe.records(
                            record -> record.topic().equals("chat.input") && header(record, "replayCount") != null)
                    .size();
            replayThroughKills("kafka", brokers, kill -> {
                int before = written.getAsInt();
                // In the first transaction, or after it: the probe sees what is not committed, too.
                int reach = kill % 2 == 0 ? 1 : RATE + 1;
                return () -> written.getAsInt() >= before + reach;
            });
            List<String> answered = probe.awaitRecords("chat.output", LETTERS).stream()
                    .map(answer -> header(answer, "correlationId") + " " + text(answer.key()))
                    .toList();
            // A second one of any would be written before the last turn of its key ends; each key has ten.
            assertThat(answered).doesNotHaveDuplicates().hasSize(LETTERS).contains("c-7 person-7");
            assertThat(endpoint.journal().inputCount()).isEqualTo(LETTERS);
        }
    }

    @Test
    void fromJms() throws Exception {
        try (EmbeddedArtemis artemis = EmbeddedArtemis.start(0, PLACES);
                JmsProbe probe = new JmsProbe(artemis.url())) {
            String url = "--jms.url=" + artemis.url();
            start("jms", url, "--jms.input-format=json");
            for (int i = 0; i < LETTERS; i++) {
                probe.ask("hello " + i, group("person-" + i % 10), JmsProbe.correlationId("c-" + i));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> artemis.messageCount("chat.dead-letter") == LETTERS);
            kill();

            replayThroughKills("jms", url, kill -> {
                long before = artemis.messageCount("chat.input");
                return () -> kill % 2 == 0
                        ? artemis.heldCount("chat.dead-letter") > 0
                        : artemis.messageCount("chat.input") > before;
            });
            assertThat(probe.receive(probe.queue("chat.output"), LETTERS))
                    .extracting(JmsProbe::correlationId)
                    .doesNotHaveDuplicates()
                    .contains("c-7");
            await().until(() -> artemis.messageCount("chat.input") == 0);
            assertThat(endpoint.journal().inputCount()).isEqualTo(LETTERS);
            assertThat(artemis.messageCount("chat.dead-letter")).isZero();
        }
    }

    /** @param begun gives for each kill what it waits for, once the bridge runs */
    private void replayThroughKills(String road, String address, IntFunction<BooleanSupplier> begun) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            start(road, address);
            post("roads/" + road + "/pause");
            BooleanSupplier far = begun.apply(i);
            CompletableFuture<String> cut =
                    CompletableFuture.supplyAsync(() -> command("replay", "--rate", Integer.toString(RATE)));
            await().atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(far::getAsBoolean);
            kill();
            assertThat(cut.join()).contains("does not answer");
        }
        start(road, address);
        String rest = command("replay");
        assertThat(rest).matches("(?s).*Done: \\d+ replayed\\.\\s*");
        assertThat(Integer.parseInt(rest.replaceAll("(?s).*Done: (\\d+) .*", "$1")))
                .as("cut in the middle")
                .isBetween(1, LETTERS - 1);
        assertThat(endpoint.journal().inputCount()).as("the road is paused").isZero();
        assertThat(command("replay")).isEqualTo("There is nothing to replay.\n");
        post("roads/" + road + "/resume");
    }

    private String command(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + port));
        try {
            new DeadLetterCommand(Map.of("OPERATE_TOKEN", TOKEN), new PrintStream(printed)).run(all);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return printed.toString();
    }

    private void post(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/" + path))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** The bridge in a process of its own; returns when it can be asked. */
    private void start(String road, String... options) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "--camel.main.routes-include-pattern=file:routes/" + road + ".yaml",
                "--cognigy.endpoint-url=" + endpoint.endpointUrl(),
                "--camel.component.kafka.session-timeout-ms=6000",
                "--camel.component.kafka.heartbeat-interval-ms=500",
                "--operate.port=" + port,
                "--operate.token=" + TOKEN,
                "--operate.state-file=" + folder.resolve("bridge.state")));
        bridge = Java.program(DemoApplication.class, List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("bridge.log").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(90)).until(() -> command("list").contains("byReason"));
    }

    private void kill() throws InterruptedException {
        if (bridge != null) {
            bridge.destroyForcibly().waitFor();
        }
    }
}
