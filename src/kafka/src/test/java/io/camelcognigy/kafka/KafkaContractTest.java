package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.CognigyComponent;
import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.contract.Contract;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.session.ChoicesMode;
import io.camelcognigy.test.Choice;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.Message;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands on the topics, on a real broker and with a bot behind a real connection: docs/contract.md. */
class KafkaContractTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JSON = "application/json";

    private static EmbeddedKafka kafka;

    private final Contract contract = Contract.read();
    private final DemoBot demo = new DemoBot();
    private SimulatedEndpoint endpoint;
    private DefaultCamelContext camel;
    private KafkaProbe probe;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(0, 4, List.of("chat.input", "chat.output", "chat.dead-letter"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void startEndpoint() {
        endpoint = SimulatedEndpoint.builder().bot(this::answer).start();
        probe = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter");
    }

    @AfterEach
    void stop() {
        camel.stop();
        probe.close();
        assertThat(endpoint.journal().violations()).isEmpty();
        endpoint.close();
    }

    private void answer(ReceivedInput input, Reply reply) {
        switch (String.valueOf(input.text())) {
            case "tell" -> {
                for (int i = 1; i <= 40; i++) {
                    reply.say(Message.piece("m-1", "word " + i + " "));
                    if (i == 20) {
                        reply.say(Message.quickReplies("Look?", "Yes"));
                    }
                }
                reply.say(Message.lastPiece("m-1", "stop"));
                reply.finalPing();
            }
            case "which" -> {
                reply.say(Message.quickReplies(
                        "Which size?", Choice.of("Small", "size s"), Choice.of("Medium", "size m")));
                reply.finalPing();
            }
            case "queue" -> {
                reply.say(Message.queueUpdate(2, 60, "You are second in the queue."));
                reply.finalPing();
            }
            default -> demo.answer(input, reply);
        }
    }

    private void start(Map<String, String> settings, Consumer<CognigyConfiguration> agent) throws Exception {
        camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("kafka.brokers", kafka.brokers());
        properties.put("kafka.group-id", "contract");
        properties.putAll(settings);
        camel.getPropertiesComponent().setInitialProperties(properties);
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        agent.accept(cognigy.getConfiguration());
        camel.addComponent("cognigy", cognigy);
        camel.getComponent("kafka", KafkaComponent.class).getConfiguration().setMaxBlockMs(1_000);
        camel.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/kafka.yaml"));
        camel.start();
    }

    /** As many outputs as are wanted, each of them judged. */
    private List<JsonNode> outputs(int count) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = probe.awaitRecords("chat.output", count);
        for (ConsumerRecord<byte[], byte[]> output : records) {
            assertThat(contract.output(text(output.value())))
                    .as(text(output.value()))
                    .isEmpty();
            assertThat(contract.outputHeaders(headers(output))).isEmpty();
        }
        List<JsonNode> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> output : records) {
            read.add(MAPPER.readTree(output.value()));
        }
        return read;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    private static List<String> members(List<JsonNode> outputs, String name) {
        return outputs.stream().map(output -> output.path(name).asText()).toList();
    }

    private List<String> heard() {
        return endpoint.journal().inputs().stream().map(ReceivedInput::text).toList();
    }

    @Test
    void aBotThatStreamsFortyPiecesWithACardInBetweenMakesTwoRecords() throws Exception {
        start(Map.of(), options -> {});
        probe.send("chat.input", "anna", "tell");
        probe.send("chat.input", "anna", "hello");

        String joined =
                IntStream.rangeClosed(1, 40).mapToObj(i -> "word " + i + " ").collect(Collectors.joining());
        assertThat(members(outputs(3), "text")).containsExactly(joined, "Look?\n1. Yes", "You said: hello");
    }

    @Test
    void aNumberOrATitleStandsForWhatItChoosesWhereChoicesAreMapped() throws Exception {
        start(Map.of(), options -> options.setChoices(ChoicesMode.MAP));
        for (String input : List.of("which", "2", "2", "which", "SMALL", "which", "size m")) {
            probe.send("chat.input", "anna", input);
        }

        outputs(7);
        // The second 2 answers what came after the question, which offers nothing.
        assertThat(heard()).containsExactly("which", "size m", "2", "which", "size s", "which", "size m");
    }

    @Test
    void withoutThatAnInputIsWhatItSays() throws Exception {
        start(Map.of(), options -> {});
        probe.send("chat.input", "anna", "which");
        probe.send("chat.input", "anna", "2");

        outputs(2);
        assertThat(heard()).containsExactly("which", "2");
    }

    @Test
    void aPersonsTypingIsPassedOnAndIsNoTurn() throws Exception {
        start(Map.of(), options -> {});
        probe.send("chat.input", "anna", "hello");
        outputs(1);
        probe.send("chat.input", "anna", "{\"typing\":\"on\"}", header("contentType", JSON));
        probe.send("chat.input", "anna", "{\"typing\":\"soon\"}", header("contentType", JSON));

        await().untilAsserted(() -> assertThat(endpoint.journal().typings()).containsExactly("typingOn"));
        assertThat(header(probe.awaitRecords("chat.dead-letter", 1).get(0), "deadLetterReason"))
                .isEqualTo("COGNIGY-INVALID-FIELD");
        assertThat(heard()).containsExactly("hello");
    }

    @Test
    void aRoadSendsTheTypesThatItsSettingNames() throws Exception {
        start(Map.of("kafka.events", "output,handover,typing,turnEnd,sessionOpened,sessionClosed"), options -> {});
        probe.send("chat.input", "anna", "queue");
        probe.send("chat.input", "anna", "hello");
        probe.send("chat.input", "anna", "{\"close\":true}", header("contentType", JSON));

        List<JsonNode> outputs = outputs(7);
        assertThat(members(outputs, "type"))
                .containsExactly(
                        "sessionOpened", "handover", "turnEnd", "typing", "output", "turnEnd", "sessionClosed");
        assertThat(outputs.get(1).at("/handover/position").asInt()).isEqualTo(2);
        assertThat(outputs.get(6).path("reason").asText()).isEqualTo("an input closed the session");
    }

    @Test
    void withCloudEventsARecordIsOneInBinaryMode() throws Exception {
        start(Map.of("kafka.cloud-events", "true"), options -> {});
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        probe.send("chat.input", "anna", "hello", header("traceparent", trace));

        outputs(1);
        Map<String, String> headers =
                headers(probe.awaitRecords("chat.output", 1).get(0));
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "io.camelcognigy.chat.output.v1")
                .containsEntry("ce_source", "/cognigy/support")
                .containsEntry("ce_subject", "anna")
                .containsEntry("ce_id", headers.get("chatTurn") + "/output/1")
                .containsEntry("ce_traceparent", trace)
                .containsEntry("content-type", "application/json")
                .containsKey("ce_time");
    }
}
