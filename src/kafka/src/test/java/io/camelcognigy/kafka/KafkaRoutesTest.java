package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.bytes;
import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.contract.Contract;
import io.camelcognigy.servers.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code routes/kafka.yaml} promises, on a real broker: every record on {@code chat.input} becomes a turn of its
 * key's session or a dead letter that says why, in order, and its offset moves only after that. Bot and component are
 * scripted.
 */
class KafkaRoutesTest {

    private static final String GROUP = "test";
    private static final byte[] NO_TEXT = {(byte) 0xc3, 0x28, (byte) 0xff};

    private static EmbeddedKafka kafka;

    private final Contract contract = Contract.read();
    private final ScriptedCognigy bot = new ScriptedCognigy();
    private DefaultCamelContext camel;
    private KafkaProbe probe;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(0, 4, List.of("chat.input", "chat.output", "chat.dead-letter", "chat.vip"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void startRoutes() throws Exception {
        probe = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter", "chat.vip");
        camel = routes(bot);
        camel.start();
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
        probe.close();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    private static DefaultCamelContext routes(ScriptedCognigy bot) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("kafka.brokers", kafka.brokers());
        properties.put("kafka.group-id", GROUP);
        properties.put("kafka.turns", "100");
        properties.put("chat.reply-topics", "chat.output,chat.vip,chat.missing");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addComponent("cognigy", bot);
        KafkaComponent component = context.getComponent("kafka", KafkaComponent.class);
        component.getConfiguration().setMaxBlockMs(1_000);
        context.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:routes/kafka.yaml"));
        return context;
    }

    @Test
    void theFileHasNoClassNameNoBeansAndFortyLinesAtMost() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("routes", "kafka.yaml")).stream()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .toList();
        assertThat(lines)
                .hasSizeLessThanOrEqualTo(40)
                .noneMatch(line -> line.contains("io.camelcognigy") || line.contains("org.apache"))
                .noneMatch(line -> line.contains("beans:") || line.contains("ref:"));
    }

    @Test
    void aTextIsAnsweredUnderItsKeyInTheEnvelopeOfTheContract() {
        probe.send("chat.input", "anna", "hello \"you\"");

        ConsumerRecord<byte[], byte[]> output =
                probe.awaitRecords("chat.output", 1).get(0);
        assertThat(text(output.key())).isEqualTo("anna");
        assertThat(text(output.value()))
                .startsWith("{\"type\":\"output\",\"sessionKey\":\"anna\",\"sessionId\":\"id-anna\","
                        + "\"text\":\"echo hello \\\"you\\\"\",\"data\":null,");
        assertThat(contract.output(text(output.value()))).isEmpty();
        assertThat(headers(output))
                .containsOnlyKeys("chatType", "chatVersion", "chatTurn", "chatUnsolicited")
                .containsEntry("chatType", "output");
        assertThat(contract.outputHeaders(headers(output))).isEmpty();
    }

    @Test
    void theCorrelationIdComesBackByteForByteOnEveryOutput() {
        bot.script(input -> CompletableFuture.completedFuture(List.of("one", Map.of("two", 2))));
        probe.send("chat.input", "anna", "hello", new RecordHeader("correlationId", NO_TEXT));

        List<ConsumerRecord<byte[], byte[]>> outputs = probe.awaitRecords("chat.output", 2);
        assertThat(outputs).allSatisfy(output -> {
            assertThat(output.headers().lastHeader("correlationId").value()).isEqualTo(NO_TEXT);
        });
        assertThat(text(outputs.get(1).value())).contains("\"text\":null,\"data\":{\"two\":2}");
    }

    @Test
    void whateverTheContractShowsAsAnInputIsTaken() {
        List<String> examples = contract.inputExamples();
        examples.forEach(input -> probe.send("chat.input", "anna", input, header("contentType", "application/json")));

        await().until(() -> bot.inputs().size() == examples.size());
        assertThat(probe.records(record -> record.topic().equals("chat.dead-letter")))
                .isEmpty();
    }

    @Test
    void whatNobodyAskedForIsNoAnswerToTheLatestInput() {
        bot.script(input -> CompletableFuture.completedFuture(List.of("unasked news")));
        probe.send("chat.input", "anna", "hello", header("correlationId", "7"));

        ConsumerRecord<byte[], byte[]> output =
                probe.awaitRecords("chat.output", 1).get(0);
        assertThat(headers(output)).containsEntry("chatUnsolicited", "true").doesNotContainKeys("correlationId");
        assertThat(contract.output(text(output.value()))).isEmpty();
    }

    @Test
    void aTraceGoesOnWithTheAnswerAndWhatIsNoneIsLeftOut() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        probe.send("chat.input", "anna", "hello", new RecordHeader("traceparent", bytes(trace)));
        probe.send("chat.input", "anna", "hello", new RecordHeader("traceparent", NO_TEXT));

        List<ConsumerRecord<byte[], byte[]>> outputs = probe.awaitRecords("chat.output", 2);
        assertThat(header(outputs.get(0), "traceparent")).isEqualTo(trace);
        assertThat(outputs.get(1).headers().lastHeader("traceparent")).isNull();
    }

    @Test
    void theInputsOfAKeyAreAnsweredInOrder() {
        int keys = 6;
        int each = 15;
        for (int i = 0; i < each; i++) {
            for (int key = 0; key < keys; key++) {
                probe.send("chat.input", "order-" + key, "input " + i);
            }
        }

        Map<String, List<String>> answers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> output : probe.awaitRecords("chat.output", keys * each)) {
            answers.computeIfAbsent(text(output.key()), key -> new ArrayList<>())
                    .add(text(output.value()).replaceAll(".*echo input (\\d+).*", "$1"));
        }
        List<String> inOrder =
                IntStream.range(0, each).mapToObj(Integer::toString).toList();
        assertThat(answers)
                .hasSize(keys)
                .allSatisfy((key, texts) -> assertThat(texts).isEqualTo(inOrder));
    }

    @Test
    void aValueIsTextUnlessItsContentTypeSaysThatItIsJson() {
        Map<String, Object> json = Map.of("text", "hi");
        probe.send("chat.input", "a", "{\"text\":\"hi\"}");
        probe.send("chat.input", "b", "{smile}");
        probe.send("chat.input", "c", "{\"text\":\"hi\"}", header("contentType", "application/json; charset=utf-8"));
        probe.send("chat.input", "d", "{\"text\":\"hi\"}", header("contentType", "text/plain"));

        probe.awaitRecords("chat.output", 4);
        assertThat(bot.inputs())
                .extracting(ScriptedCognigy.Input::body)
                .containsExactlyInAnyOrder("{\"text\":\"hi\"}", "{smile}", json, "{\"text\":\"hi\"}");
    }

    @Test
    void whoSpeaksIsSaidByTheKeyAndNotByTheValue() {
        probe.send(
                "chat.input",
                "anna",
                "{\"text\":\"hi\",\"userId\":\"berta\",\"sessionId\":\"berta\"}",
                header("contentType", "application/json"));

        probe.awaitRecords("chat.output", 1);
        assertThat(bot.inputs().get(0).body()).isEqualTo(Map.of("text", "hi"));
    }

    @Test
    void theReplyTopicIsHonouredIfItIsOnTheList() {
        probe.send("chat.input", "anna", "hello", header("replyTopic", "chat.vip"));

        assertThat(text(probe.awaitRecords("chat.vip", 1).get(0).key())).isEqualTo("anna");
        assertThat(probe.records(record -> record.topic().equals("chat.output")))
                .isEmpty();
    }

    @Test
    void aReplyTopicThatIsNotOnTheListMakesADeadLetterAndNoTurn() {
        for (String topic : List.of("chat.input", "CHAT.VIP", "chat.output,chat.vip", "", "${body}")) {
            probe.send("chat.input", "anna", "hello", header("replyTopic", topic));
        }

        assertThat(probe.awaitRecords("chat.dead-letter", 5))
                .allSatisfy(
                        letter -> assertThat(header(letter, "deadLetterReason")).isEqualTo("BRIDGE-REPLY-TOPIC"));
        assertThat(bot.inputs()).isEmpty();
    }

    @Test
    void whatIsNoInputBecomesADeadLetterByteForByte() {
        Header trace = new RecordHeader("trace", NO_TEXT);
        RecordMetadata sent = probe.send("chat.input", (byte[]) null, bytes("hello"), trace);
        probe.send("chat.input", bytes(" "), bytes("hello"), trace);
        probe.send("chat.input", NO_TEXT, bytes("hello"), trace);
        probe.send("chat.input", bytes("anna"), NO_TEXT, trace);
        probe.send("chat.input", bytes("anna"), null, trace);

        List<ConsumerRecord<byte[], byte[]>> letters = probe.awaitRecords("chat.dead-letter", 5);
        assertThat(letters)
                .extracting(letter -> header(letter, "deadLetterReason"))
                .containsExactlyInAnyOrder(
                        "BRIDGE-NO-KEY", "BRIDGE-NO-KEY", "BRIDGE-BAD-KEY", "BRIDGE-BAD-VALUE", "BRIDGE-NO-VALUE");
        assertThat(letters)
                .allSatisfy(letter ->
                        assertThat(letter.headers().lastHeader("trace").value()).isEqualTo(NO_TEXT))
                .allSatisfy(letter ->
                        assertThat(contract.deadLetter(headers(letter))).isEmpty());
        assertThat(letters).anySatisfy(letter -> {
            assertThat(letter.key()).isNull();
            assertThat(text(letter.value())).isEqualTo("hello");
            assertThat(header(letter, "deadLetterTopic")).isEqualTo("chat.input");
            assertThat(header(letter, "deadLetterPartition")).isEqualTo(Integer.toString(sent.partition()));
            assertThat(header(letter, "deadLetterOffset")).isEqualTo(Long.toString(sent.offset()));
            assertThat(header(letter, "deadLetterMessage")).isNotBlank();
            assertThat(letter.headers()).hasSize(7);
        });
        assertThat(letters).anySatisfy(letter -> assertThat(letter.key()).isEqualTo(NO_TEXT));
        assertThat(letters).anySatisfy(letter -> assertThat(letter.value()).isEqualTo(NO_TEXT));
        assertThat(letters).anySatisfy(letter -> assertThat(letter.value()).isNull());
        assertThat(bot.inputs()).isEmpty();
    }

    @Test
    void noHeaderOfASenderSteersCamelOrTheComponent() {
        probe.send("chat.input", "anna", "hello", hostileHeaders());

        ConsumerRecord<byte[], byte[]> output =
                probe.awaitRecords("chat.output", 1).get(0);
        assertThat(text(output.key())).isEqualTo("anna");
        assertThat(headers(output)).containsOnlyKeys("chatType", "chatVersion", "chatTurn", "chatUnsolicited");
        assertThat(output.timestamp()).isGreaterThan(1_000_000);
        assertThat(bot.inputs().get(0).headers())
                .containsOnlyKeys(
                        "CamelCognigyInputFormat",
                        "CamelCognigySessionKey",
                        "CamelKafkaHeaders",
                        "CamelKafkaOffset",
                        "CamelKafkaPartition",
                        "CamelKafkaTimestamp",
                        "CamelKafkaTopic")
                .containsEntry("CamelCognigySessionKey", "anna")
                .containsEntry("CamelKafkaTopic", "chat.input")
                .containsEntry("CamelCognigyInputFormat", "text");
        assertThat(bot.inputs().get(0).replyAddress()).isEqualTo(Map.of("road", "kafka"));
    }

    @Test
    void aDeadLetterKeepsEveryHeaderOfItsRecordAndObeysNone() {
        List<Header> headers = new ArrayList<>(List.of(hostileHeaders()));
        headers.add(header("repeated", "first"));
        headers.add(header("Repeated", "second"));
        probe.send("chat.input", "anna", null, headers.toArray(Header[]::new));

        ConsumerRecord<byte[], byte[]> letter =
                probe.awaitRecords("chat.dead-letter", 1).get(0);
        assertThat(text(letter.key())).isEqualTo("anna");
        assertThat(letter.headers()).hasSize(headers.size() + 6);
        assertThat(header(letter, "original.0.CamelKafkaOverrideTopic")).isEqualTo("chat.vip");
        assertThat(header(letter, "deadLetterReason")).isEqualTo("BRIDGE-NO-VALUE");
        assertThat(header(letter, "inputFormat")).isEqualTo("json");
        assertThat(header(letter, "repeated")).isEqualTo("first");
        assertThat(header(letter, "original." + (headers.size() - 1) + ".Repeated"))
                .isEqualTo("second");
    }

    private static Header[] hostileHeaders() {
        return new Header[] {
            header("CamelKafkaOverrideTopic", "chat.vip"),
            header("camelkafkaoverridetopic", "chat.vip"),
            header("CAMELKAFKAKEY", "berta"),
            header("CamelKafkaPartitionKey", "0"),
            header("CamelKafkaOverrideTimestamp", "1"),
            header("kafka.OVERRIDE_TOPIC", "chat.vip"),
            header("CamelKafkaManualCommit", "x"),
            header("CamelKafkaTopic", "x"),
            header("CamelCognigySessionKey", "berta"),
            header("cAMELcOGNIGYsESSIONkEY", "berta"),
            header("CamelCognigyUserId", "berta"),
            header("sessionKey", "berta"),
            header("JMSXGroupID", "berta"),
            header("inputFormat", "json"),
            header("road", "jms"),
            header("replyQueue", "berta"),
            header("deadLetterReason", "x")
        };
    }

    @Test
    void anOffsetMovesOnlyWhenTheTurnIsOver() {
        CompletableFuture<List<Object>> turn = new CompletableFuture<>();
        bot.script(input -> turn);
        RecordMetadata sent = probe.send("chat.input", "slow", "hello");
        await().until(() -> bot.inputs().size() == 1);
        assertThat(probe.committed(GROUP, sent)).isLessThanOrEqualTo(sent.offset());

        turn.complete(List.of("done"));
        probe.awaitRecords("chat.output", 1);
        await().until(() -> probe.committed(GROUP, sent) == sent.offset() + 1);
    }

    @Test
    void aTurnThatIsCutOffByTheEndOfTheBridgeIsReadAgainByTheNextOne() throws Exception {
        bot.script(input -> new CompletableFuture<>());
        RecordMetadata sent = probe.send("chat.input", "cut", "hello");
        await().until(() -> bot.inputs().size() == 1);
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        assertThat(probe.committed(GROUP, sent)).isLessThanOrEqualTo(sent.offset());

        ScriptedCognigy next = new ScriptedCognigy();
        camel = routes(next);
        camel.start();
        probe.awaitRecords("chat.output", 1);
        assertThat(next.inputs()).hasSize(1);
        await().until(() -> probe.committed(GROUP, sent) == sent.offset() + 1);
    }

    @Test
    void aStopWaitsForTheTurnThatIsUnderWay() {
        CompletableFuture<List<Object>> turn = new CompletableFuture<>();
        bot.script(input -> turn);
        RecordMetadata sent = probe.send("chat.input", "stop", "hello");
        await().until(() -> bot.inputs().size() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(camel::stop);
        await().until(() -> camel.isStopping());
        turn.complete(List.of("done"));
        stopped.join();
        probe.awaitRecords("chat.output", 1);
        assertThat(probe.committed(GROUP, sent)).isEqualTo(sent.offset() + 1);
    }

    @Test
    void aFailedTurnBecomesADeadLetterAndItsNeighboursGoOn() {
        bot.script(input -> input.body().equals("fail")
                ? CompletableFuture.failedFuture(new IllegalStateException("the bot fell over"))
                : ScriptedCognigy.ECHO.apply(input));
        RecordMetadata failed = probe.send("chat.input", "anna", "fail");
        RecordMetadata after = probe.send("chat.input", "anna", "hello");

        ConsumerRecord<byte[], byte[]> letter =
                probe.awaitRecords("chat.dead-letter", 1).get(0);
        assertThat(header(letter, "deadLetterReason")).isEqualTo("IllegalStateException");
        assertThat(header(letter, "deadLetterMessage")).isEqualTo("the bot fell over");
        assertThat(header(letter, "deadLetterOffset")).isEqualTo(Long.toString(failed.offset()));
        assertThat(text(probe.awaitRecords("chat.output", 1).get(0).value())).contains("echo hello");
        await().until(() -> probe.committed(GROUP, after) == after.offset() + 1);
        assertThat(bot.inputs()).hasSize(2);
    }

    @Test
    void anAnswerThatCannotBeDeliveredMakesADeadLetterOfItsInput() {
        probe.send("chat.input", "anna", "hello", header("replyTopic", "chat.missing"));

        ConsumerRecord<byte[], byte[]> letter =
                probe.awaitRecords("chat.dead-letter", 1).get(0);
        assertThat(text(letter.value())).isEqualTo("hello");
        assertThat(header(letter, "replyTopic")).isEqualTo("chat.missing");
    }

    @Test
    void aDeadLetterThatCannotBeStoredHoldsUpItsKeyOnlyAndTheBotIsNotAskedAgain() throws Exception {
        probe.deleteTopic("chat.dead-letter");
        bot.script(input -> input.body().equals("fail")
                ? CompletableFuture.failedFuture(new IllegalStateException("the bot fell over"))
                : ScriptedCognigy.ECHO.apply(input));
        RecordMetadata failed = probe.send("chat.input", "anna", "fail");
        RecordMetadata behind = probe.send("chat.input", "anna", "behind");
        await().until(() -> bot.inputs().size() == 1);
        probe.send("chat.input", "berta", "beside");
        assertThat(text(probe.awaitRecords("chat.output", 1).get(0).value())).contains("echo beside");
        assertThat(probe.committed(GROUP, failed)).isLessThanOrEqualTo(failed.offset());

        probe.createTopic("chat.dead-letter", 4);
        assertThat(text(probe.awaitRecords("chat.output", 2).get(1).value())).contains("echo behind");
        await().until(() -> probe.committed(GROUP, behind) == behind.offset() + 1);
        assertThat(bot.inputs())
                .extracting(ScriptedCognigy.Input::body)
                .containsExactlyInAnyOrder("fail", "beside", "behind");
        try (KafkaProbe letters = new KafkaProbe(kafka.brokers())) {
            assertThat(letters.endOffsets("chat.dead-letter")).isEqualTo(1);
        }
    }

    @Test
    void whatFailsWhenItsPartitionIsLostMakesNoDeadLetterAndIsAskedAgain() {
        CompletableFuture<List<Object>> turn = new CompletableFuture<>();
        bot.script(input -> turn);
        RecordMetadata sent = probe.send("chat.input", "anna", "hello");
        await().until(() -> bot.inputs().size() == 1);
        long letters = probe.endOffsets("chat.dead-letter");

        bot.script(ScriptedCognigy.ECHO);
        probe.expelMembers(GROUP);
        turn.completeExceptionally(new IllegalStateException("the bot fell over"));

        assertThat(text(probe.awaitRecords("chat.output", 1).get(0).value())).contains("echo hello");
        await().until(() -> probe.committed(GROUP, sent) == sent.offset() + 1);
        assertThat(probe.endOffsets("chat.dead-letter")).isEqualTo(letters);
    }
}
