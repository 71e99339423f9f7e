package io.camelcognigy.demo;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** One bridge with several agents: who answers is said by a setting, a record's header or its topic, and by nobody else. */
class ManyAgentsTest {

    @TempDir
    private Path folder;

    private SimulatedEndpoint acme;
    private SimulatedEndpoint globex;
    private ConfigurableApplicationContext bridge;
    private KafkaProbe probe;

    @BeforeEach
    void startEndpoints() throws Exception {
        acme = SimulatedEndpoint.builder().port(0).start();
        globex = SimulatedEndpoint.builder().port(0).start();
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            probe.close();
            bridge.close();
        }
        acme.close();
        globex.close();
    }

    private void start(String route, String... more) throws Exception {
        Files.writeString(folder.resolve("road.yaml"), route);
        List<String> args = new ArrayList<>(List.of(
                "--embedded.kafka.port=0",
                "--embedded.endpoint.port=0",
                "--operate.port=0",
                "--operate.state-file=",
                "--camel.main.routes-include-pattern=file:" + folder + "/*.yaml",
                "--cognigy.agents.acme.endpoint-url=" + acme.endpointUrl(),
                "--cognigy.agents.globex.endpoint-url=" + globex.endpointUrl(),
                "--cognigy.agents.globex.reconnect-delay=100ms",
                "--camel.component.cognigy.turn-timeout=5s",
                "--camel.component.kafka.linger-ms=0"));
        args.addAll(List.of(more));
        String[] all = args.toArray(String[]::new);
        bridge = DemoApplication.application(all).run(all);
        probe = new KafkaProbe(bridge.getEnvironment().getProperty("kafka.brokers"), "chat.output", "chat.dead-letter");
    }

    private static String shipped() throws Exception {
        return Files.readString(Path.of("routes/kafka.yaml"));
    }

    private static Header agent(String name) {
        return header("agent", name);
    }

    private static List<String> heard(SimulatedEndpoint endpoint, String key) {
        return endpoint.journal().inputs(key).stream().map(ReceivedInput::text).toList();
    }

    @Test
    void eachTenantHasItsOwnEndpointAndNobodyElsesIsOpen() throws Exception {
        start(shipped(), "--kafka.agent=acme", "--kafka.allowed-agents=globex");
        probe.send("chat.input", "anna", "hello");
        probe.send("chat.input", "ben", "hello", agent("globex"));
        probe.send("chat.input", "eve", "hello", agent("initech"));

        List<ConsumerRecord<byte[], byte[]>> answers = probe.awaitRecords("chat.output", 2);
        assertThat(answers)
                .extracting(answer -> text(answer.key()) + " " + header(answer, "chatAgent"))
                .containsExactlyInAnyOrder("anna acme", "ben globex");
        ConsumerRecord<byte[], byte[]> letter =
                probe.awaitRecords("chat.dead-letter", 1).get(0);
        assertThat(text(letter.key())).isEqualTo("eve");
        assertThat(header(letter, "deadLetterReason")).isEqualTo("COGNIGY-UNKNOWN-AGENT");
        assertThat(heard(acme, "anna")).containsExactly("hello");
        assertThat(heard(globex, "ben")).containsExactly("hello");
        assertThat(acme.journal().inputs("ben")).isEmpty();
    }

    @Test
    void newConversationsBeginOnVersionBWhileThoseUnderWayFinishOnA() throws Exception {
        start(shipped(), "--kafka.agent=acme", "--kafka.allowed-agents=globex");
        probe.send("chat.input", "anna", "one");
        probe.awaitRecords("chat.output", 1);

        probe.send("chat.input", "anna", "two", agent("globex"));
        probe.send("chat.input", "ben", "one", agent("globex"));
        probe.awaitRecords("chat.output", 3);
        assertThat(heard(acme, "anna")).containsExactly("one", "two");
        assertThat(heard(globex, "ben")).containsExactly("one");

        // Who closes the session begins afresh, and so on B.
        probe.send("chat.input", "anna", "{\"close\": true}", header("contentType", "application/json"));
        probe.send("chat.input", "anna", "three", agent("globex"));
        probe.awaitRecords("chat.output", 4);
        assertThat(heard(globex, "anna")).containsExactly("three");
    }

    @Test
    void halfOfTheConversationsOnBAreWholeConversations() throws Exception {
        start(withStep("""
                                - choice:
                                    when:
                                      - expression: {simple: {expression: "${random(100)} < 50"}}
                                        steps:
                                          - setHeader:
                                              name: CamelCognigyAgent
                                              expression: {constant: {expression: globex}}
                        """), "--kafka.agent=acme", "--kafka.allowed-agents=globex");
        for (int i = 1; i <= 3; i++) {
            for (int key = 0; key < 40; key++) {
                probe.send("chat.input", "key-" + key, "input " + i);
            }
        }

        probe.awaitRecords("chat.output", 120);
        for (int key = 0; key < 40; key++) {
            assertThat(List.of(
                            heard(acme, "key-" + key).size(),
                            heard(globex, "key-" + key).size()))
                    .containsExactlyInAnyOrder(0, 3);
        }
        assertThat(acme.connections()).isBetween(1, 39);
    }

    @Test
    void theTopicNamesTheAgent() throws Exception {
        start(
                withStep("""
                                - setHeader:
                                    name: CamelCognigyAgent
                                    expression: {simple: {expression: "${replace('.input','',${header.CamelKafkaTopic})}"}}
                        """),
                "--kafka.input=acme.input,globex.input,other.input",
                "--kafka.agent=acme",
                "--kafka.allowed-agents=globex");
        probe.send("acme.input", "anna", "hello");
        probe.send("globex.input", "ben", "hello");
        probe.send("other.input", "eve", "hello");

        probe.awaitRecords("chat.output", 2);
        assertThat(header(probe.awaitRecords("chat.dead-letter", 1).get(0), "deadLetterReason"))
                .isEqualTo("COGNIGY-UNKNOWN-AGENT");
        assertThat(heard(acme, "anna")).hasSize(1);
        assertThat(heard(globex, "ben")).hasSize(1);
    }

    @Test
    void eachAgentHasItsHealthAndTheOthersGoOn() throws Exception {
        start(shipped(), "--kafka.agent=acme", "--kafka.allowed-agents=globex");
        int port = globex.port();
        globex.close();
        probe.send("chat.input", "ben", "hello", agent("globex"));
        await().until(() -> !up("globex"));

        probe.send("chat.input", "anna", "hello");
        probe.awaitRecords("chat.output", 1);
        assertThat(up("acme")).isTrue();

        globex = SimulatedEndpoint.builder().port(port).start();
        probe.awaitRecords("chat.output", 2);
        await().until(() -> up("globex"));
        assertThat(heard(globex, "ben")).containsExactly("hello");
    }

    private boolean up(String agent) {
        HealthCheck check = HealthCheckRegistry.get(bridge.getBean(CamelContext.class))
                .getCheck("cognigy-" + agent)
                .orElseThrow();
        return check.call().getState() == HealthCheck.State.UP;
    }

    /** The shipped road with one step before the bot, as somebody would write it. */
    private static String withStep(String step) throws Exception {
        return shipped().replace("        # Comes back when", step + "        # Comes back when");
    }
}
