package io.camelcognigy.demo;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.jms.ClassicBroker;
import io.camelcognigy.jms.JmsProbe;
import io.camelcognigy.register.PostgresServer;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.jms.Message;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conversations on JMS outlive the bridge: what is said unasked while it is killed (kill -9) arrives all the same, at the queue
 * that the session's latest input named.
 */
class OutlivingJmsTest {

    private static final int SESSIONS = 10;
    private static final int EVERY_MILLIS = 20;
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final List<String> QUEUES = List.of("chat.input", "chat.output", "chat.dead-letter");

    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
            .eventBuffer(Duration.ofMinutes(2))
            .bot((input, reply) -> {
                reply.say("answer to " + input.text());
                reply.finalPing();
            })
            .start();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger said = new AtomicInteger();
    private final Set<String> heard = new TreeSet<>();
    private final List<Process> bridges = new ArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private JmsProbe probe;

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        clock.shutdownNow();
        bridges.forEach(Process::destroyForcibly);
        probe.close();
        endpoint.close();
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private static ConditionFactory await60() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private List<String> artemis() {
        EmbeddedArtemis artemis = EmbeddedArtemis.start(0, QUEUES);
        servers.add(artemis);
        probe = new JmsProbe(artemis.url());
        return List.of("--jms.url=" + artemis.url());
    }

    private List<String> classic() {
        ClassicBroker classic = ClassicBroker.start();
        servers.add(classic);
        probe = new JmsProbe(classic.factory());
        return List.of(
                "--jms.mode=transacted",
                "--jms.consumers=4",
                "--jms.connection-factory.class=org.apache.activemq.ActiveMQConnectionFactory",
                "--jms.connection-factory.properties.brokerURL=" + classic.url());
    }

    private static String sessionId(int number) {
        return "jms~anna-" + number;
    }

    private long connected() {
        long connected = 0;
        for (int i = 0; i < SESSIONS; i++) {
            connected += endpoint.isReady(sessionId(i)) ? 1 : 0;
        }
        return connected;
    }

    /** One input of each session, answered; from then on nobody says anything to the bot, who talks and talks. */
    private void openSessions() {
        for (int i = 0; i < SESSIONS; i++) {
            probe.ask("hello", group("anna-" + i));
        }
        List<Message> answers = new ArrayList<>();
        await60().until(() -> {
            answers.addAll(probe.drain("chat.output"));
            return answers.size() == SESSIONS;
        });
        clock.scheduleAtFixedRate(this::saySomething, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void saySomething() {
        int number = said.getAndIncrement();
        endpoint.push(sessionId(number % SESSIONS), "unasked " + number);
    }

    private void listen() throws IOException {
        for (Message message : probe.drain("chat.output")) {
            JsonNode output = new ObjectMapper().readTree(text(message));
            assertThat(output.path("unsolicited").asBoolean()).isTrue();
            assertThat(correlationId(message)).isNull();
            int number = Integer.parseInt(output.path("text").asText().replace("unasked ", ""));
            assertThat(output.path("sessionId").asText()).isEqualTo(sessionId(number % SESSIONS));
            heard.add(output.path("text").asText());
        }
    }

    private void allThatWasSaidArrives(String scenario) {
        clock.shutdownNow();
        await60().until(() -> {
            listen();
            return heard.size() == said.get();
        });
        System.out.printf("%s: %d things said unasked to %d sessions, none lost%n", scenario, said.get(), SESSIONS);
    }

    private void killAndStartAgain(String scenario, List<String> settings) throws Exception {
        startBridge(settings);
        openSessions();
        for (int kill = 0; kill < KILLS; kill++) {
            int before = said.get();
            await60().until(() -> said.get() > before + 25);
            bridges.get(bridges.size() - 1).destroyForcibly().waitFor();
            await60().until(() -> connected() == 0);
            startBridge(settings);
            await60().until(() -> connected() == SESSIONS);
        }
        allThatWasSaidArrives(scenario);
    }

    @Test
    void whatIsSaidUnaskedWhileTheBridgeIsKilledArrives() throws Exception {
        killAndStartAgain("Artemis, H2 beside the state file", artemis());
    }

    @Test
    @Tag("slow")
    void whatIsSaidUnaskedArrivesFromAnyBroker() throws Exception {
        killAndStartAgain("ActiveMQ Classic, transacted, H2 beside the state file", classic());
    }

    @Test
    @Tag("slow")
    void anotherBridgeGoesOnWhereTheyShareADatabase() throws Exception {
        PostgresServer postgres = PostgresServer.start();
        servers.add(postgres);
        List<String> settings = new ArrayList<>(artemis());
        settings.addAll(List.of(
                "--register.url=" + postgres.newDatabase(),
                "--register.username=postgres",
                "--register.password=postgres"));
        startBridge(settings);
        openSessions();
        startBridge(settings);
        long first = endpoint.accepted();
        bridges.get(0).destroyForcibly().waitFor();
        await60().until(() -> endpoint.accepted() >= first + SESSIONS && connected() == SESSIONS);
        startBridge(settings);
        long second = endpoint.accepted();
        // A planned stop.
        bridges.get(1).destroy();
        await60().until(() -> endpoint.accepted() >= second + SESSIONS && connected() == SESSIONS);
        allThatWasSaidArrives("Artemis, PostgreSQL, two bridges");
    }

    private void startBridge(List<String> settings) throws IOException {
        List<String> arguments = new ArrayList<>(settings);
        arguments.addAll(List.of(
                "--camel.main.routes-include-pattern=file:routes/jms.yaml",
                "--operate.port=0",
                "--operate.state-file=" + folder.resolve("bridge.state"),
                "--cognigy.endpoint-url=" + endpoint.endpointUrl()));
        bridges.add(Java.program(DemoApplication.class, List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        new File(folder.toFile(), "bridge-" + bridges.size() + ".log")))
                .start());
    }
}
