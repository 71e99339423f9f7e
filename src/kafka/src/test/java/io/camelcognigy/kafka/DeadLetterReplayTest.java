package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.DeadLetterStore.Found;
import io.camelcognigy.road.DeadLetterStore.Wanted;
import io.camelcognigy.road.ReplayFilter;
import io.camelcognigy.servers.EmbeddedKafka;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dead letter can be sent again when its cause is mended: once, as it came, and not if the bot may have heard it. */
class DeadLetterReplayTest {

    private static final Wanted ALL = new Wanted(null, null, false);

    private final ScriptedCognigy bot = new ScriptedCognigy();
    private EmbeddedKafka kafka;
    private DefaultCamelContext camel;
    private KafkaProbe probe;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(0, 4, List.of("chat.input", "chat.output", "chat.dead-letter"));
        probe = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter", "chat.input");
        camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("kafka.brokers", kafka.brokers());
        properties.put("kafka.group-id", "test");
        properties.put("chat.reply-topics", "chat.output");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.addComponent("cognigy", bot);
        camel.getShutdownStrategy().setTimeout(10);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/kafka.yaml"));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        probe.close();
        kafka.close();
    }

    private DeadLetterStore letters() {
        return ((DeadLetterRoad) camel.getRoute("kafka-input").getConsumer())
                .deadLetters()
                .orElseThrow();
    }

    private void poisoned(int count) {
        bot.script(input -> CompletableFuture.failedFuture(new IllegalArgumentException("planted")));
        for (int i = 0; i < count; i++) {
            probe.send(
                    "chat.input", "key-" + i, "hello " + i, header("correlationId", "c-" + i), header("mine", "kept"));
        }
        probe.awaitRecords("chat.dead-letter", count);
    }

    private List<ConsumerRecord<byte[], byte[]>> replayed() {
        return probe.records(
                record -> record.topic().equals("chat.input") && header(record, ReplayFilter.REPLAY_COUNT) != null);
    }

    @Test
    void ahundredMendedInputsAreAnsweredOnceWithTheirCorrelation() {
        poisoned(100);
        bot.script(ScriptedCognigy.ECHO);

        assertThat(letters().find(ALL).replayable()).containsExactlyEntriesOf(Map.of("IllegalArgumentException", 100L));
        assertThat(letters().replay(ALL, 30, 0)).isEqualTo(30);
        assertThat(letters().replay(ALL, 1_000, 0)).isEqualTo(70);
        assertThat(letters().replay(ALL, 1_000, 0)).isZero();

        Set<String> answered = new HashSet<>();
        probe.awaitRecords("chat.output", 100)
                .forEach(answer -> answered.add(header(answer, "correlationId") + " " + text(answer.key())));
        assertThat(answered).hasSize(100).contains("c-7 key-7");
        assertThat(replayed()).hasSize(100).allSatisfy(input -> {
            assertThat(header(input, "mine")).isEqualTo("kept");
            assertThat(input.headers()).noneMatch(header -> header.key().startsWith("deadLetter"));
        });
        assertThat(letters().find(ALL)).satisfies(found -> {
            assertThat(found.total()).isZero();
            assertThat(found.replayed()).isEqualTo(100);
        });
    }

    @Test
    void whatTheBotMayHaveHeardIsSentAgainOnlyWhenAskedFor() {
        probe.send(
                "chat.dead-letter",
                "anna",
                "pay",
                header("deadLetterReason", "COGNIGY-IN-DOUBT"),
                header("deadLetterOutcome", "IN_DOUBT"),
                header("deadLetterTopic", "chat.input"));

        Found found = letters().find(ALL);
        assertThat(found.total()).isZero();
        assertThat(found.inDoubt()).isEqualTo(1);
        assertThat(letters().replay(ALL, 10, 0)).isZero();
        assertThat(letters().replay(new Wanted("COGNIGY-IN-DOUBT", null, true), 10, 0))
                .isEqualTo(1);
        probe.awaitRecords("chat.output", 1);
    }

    @Test
    void onlyTheReasonAndTheTimeThatAreMeantCount() {
        poisoned(1);

        assertThat(letters().replay(new Wanted("COGNIGY-INVALID-JSON", null, false), 10, 0))
                .isZero();
        assertThat(letters().replay(new Wanted(null, Instant.now().plusSeconds(60), false), 10, 0))
                .isZero();
    }

    @Test
    void whatComesBackAgainAndAgainIsLeftForSomebodyToLookAt() {
        poisoned(1);
        for (int i = 1; i <= ReplayFilter.MAX_REPLAYS; i++) {
            int letters = i + 1;
            assertThat(letters().replay(ALL, 10, 0)).isEqualTo(1);
            probe.awaitRecords(
                    record -> record.topic().equals("chat.dead-letter")
                            && header(record, DeadLetterReplay.REPLAYED) == null,
                    letters);
        }

        assertThat(letters().replay(ALL, 10, 0)).isZero();
        assertThat(letters().find(ALL).tooOften()).isEqualTo(1);
    }

    @Test
    void lettersOfAnotherTopicAndThoseThatNoRoadStoredStay() {
        probe.send("chat.dead-letter", "anna", "whose?");
        probe.send(
                "chat.dead-letter",
                "anna",
                "hello",
                header("deadLetterReason", "X"),
                header("deadLetterOutcome", "REJECTED"),
                header("deadLetterTopic", "sales.input"));
        probe.send(
                "chat.dead-letter",
                "anna",
                "hello",
                header("deadLetterReason", "X"),
                header("deadLetterOutcome", "REJECTED"));

        assertThat(letters().find(ALL).foreign()).isEqualTo(3);
        assertThat(letters().replay(ALL, 10, 0)).isZero();
    }

    @Test
    void whileItsRoadIsPausedWhatIsSentAgainWaitsWithTheOtherInputs() throws Exception {
        poisoned(5);
        bot.script(ScriptedCognigy.ECHO);
        int before = bot.inputs().size();
        camel.getRouteController().stopRoute("kafka-input");

        assertThat(letters().replay(ALL, 10, 0)).isEqualTo(5);
        assertThat(replayed()).hasSize(5);
        assertThat(bot.inputs()).hasSize(before);

        camel.getRouteController().startRoute("kafka-input");
        probe.awaitRecords("chat.output", 5);
    }

    /** As kill -9 leaves it: inputs and marks are written, and their transaction is not at its end. */
    @Test
    void aReplayThatDiedInTheMiddleHasSentNothing() throws Exception {
        poisoned(1);
        bot.script(ScriptedCognigy.ECHO);
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.brokers(), "transactional.id", "test-replay-chat.dead-letter");
        try (KafkaProducer<byte[], byte[]> died =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            died.initTransactions();
            died.beginTransaction();
            died.send(new ProducerRecord<>("chat.input", KafkaProbe.bytes("key-0"), KafkaProbe.bytes("hello 0")))
                    .get();

            assertThat(letters().replay(ALL, 10, 0)).isEqualTo(1);
            assertThat(letters().replay(ALL, 10, 0)).isZero();
        }
        probe.awaitRecords("chat.output", 1);
        assertThat(bot.inputs()).hasSize(2);
    }
}
