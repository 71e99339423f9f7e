package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.kafka.ScriptedCognigy.Input;
import io.camelcognigy.servers.EmbeddedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code routes/kafka.yaml} with {@code kafka.collate}, on a real broker: texts of a key that come shortly after each other are
 * one turn. The wait is longer than any of these tests, so that only what ends it ends it. Bot and component are scripted.
 */
class KafkaCollationTest {

    private static final String GROUP = "collation";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POSTBACK = "{\"text\":\"size s\",\"postback\":true}";
    private static final Header JSON = header("contentType", "application/json");

    private static EmbeddedKafka kafka;

    private ScriptedCognigy bot;
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
    void connect() throws Exception {
        probe = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter", "chat.vip");
        start("1m");
    }

    @AfterEach
    void stop() {
        camel.stop();
        probe.close();
    }

    private void start(String collate) throws Exception {
        bot = new ScriptedCognigy();
        camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("kafka.brokers", kafka.brokers());
        properties.put("kafka.group-id", GROUP);
        properties.put("kafka.collate", collate);
        properties.put("chat.reply-topics", "chat.output,chat.vip");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.addComponent("cognigy", bot);
        camel.getComponent("kafka", KafkaComponent.class).getConfiguration().setMaxBlockMs(1_000);
        camel.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/kafka.yaml"));
        camel.start();
    }

    private RecordMetadata say(String text, Header... headers) {
        return probe.send("chat.input", "anna", text, headers);
    }

    private RecordMetadata press() {
        return say(POSTBACK, JSON);
    }

    private void awaitCommitted(RecordMetadata last) {
        await().atMost(PATIENCE).until(() -> probe.committed(GROUP, last) == last.offset() + 1);
    }

    private List<Object> heard() {
        return bot.inputs().stream().map(Input::body).toList();
    }

    @Test
    void textsThatComeShortlyAfterEachOtherAreOneTurnAndAButtonIsTheNext() {
        say("I have", header("correlationId", "1"));
        say("a question", header("correlationId", "2"));
        say("{\"text\":\"about tea\"}", JSON, header("correlationId", "3"));
        RecordMetadata last = say(POSTBACK, JSON, header("correlationId", "4"));

        List<ConsumerRecord<byte[], byte[]>> outputs = probe.awaitRecords("chat.output", 2);
        assertThat(heard())
                .containsExactly(
                        Map.of("text", "I have\na question\nabout tea"), Map.of("text", "size s", "postback", true));
        assertThat(outputs)
                .extracting(output -> header(output, "correlationId"))
                .containsExactly("3", "4");
        awaitCommitted(last);
        assertThat(probe.records(record -> true)).hasSize(2);
    }

    @Test
    void theOffsetMovesOnlyWhenTheOneTurnIsOver() {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        bot.script(input -> input.body() instanceof String ? answer : CompletableFuture.completedFuture(List.of()));
        RecordMetadata first = say("I have");
        long before = probe.committed(GROUP, first);
        say("a question");
        RecordMetadata last = press();
        await().atMost(PATIENCE).until(() -> heard().equals(List.of("I have\na question")));
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> probe.committed(GROUP, first) == before && before <= first.offset());

        answer.complete(List.of("tea"));
        awaitCommitted(last);
    }

    @Test
    void eachOriginalIsADeadLetter() {
        bot.script(input -> input.body() instanceof String
                ? CompletableFuture.failedFuture(new IllegalArgumentException("no"))
                : CompletableFuture.completedFuture(List.of()));
        say("I have");
        say("a question");
        RecordMetadata last = press();

        assertThat(probe.awaitRecords("chat.dead-letter", 2))
                .extracting(letter -> text(letter.value()))
                .containsExactly("I have", "a question");
        awaitCommitted(last);
        assertThat(heard()).hasSize(2);
    }

    @Test
    void whereTheAnswersGoElsewhereItIsAnotherTurn() {
        say("I have");
        say("a question", header("replyTopic", "chat.vip"));
        awaitCommitted(press());

        assertThat(heard()).startsWith("I have", "a question");
        assertThat(probe.awaitRecords("chat.vip", 1)).hasSize(1);
    }

    @Test
    void keysDoNotWaitForEachOther() {
        say("I have");
        probe.send("chat.input", "bob", POSTBACK, JSON);
        probe.awaitRecords("chat.output", 1);
        assertThat(bot.inputs()).extracting(Input::sessionKey).containsExactly("bob");
        awaitCommitted(press());
    }

    @Test
    void whatWaitsWhenTheBridgeStopsIsThereAfterTheNextStart() throws Exception {
        RecordMetadata first = say("I have");
        say("a question");
        ChatKafkaConsumer road =
                (ChatKafkaConsumer) camel.getRoute("kafka-input").getConsumer();
        await().atMost(PATIENCE).until(() -> road.numbers().waiting() == 2);
        camel.stop();
        assertThat(heard()).isEmpty();
        assertThat(probe.committed(GROUP, first)).isLessThanOrEqualTo(first.offset());

        start("1m");
        RecordMetadata last = press();
        awaitCommitted(last);
        assertThat(heard()).startsWith("I have\na question");
    }

    @Test
    void theWaitEndsByItself() throws Exception {
        camel.stop();
        start("50ms");
        awaitCommitted(say("hello"));
        assertThat(heard()).containsExactly("hello");
    }
}
