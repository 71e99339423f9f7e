package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camelcognigy.servers.EmbeddedKafka;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What brokers, topics and records can do to a road: nothing is lost by it, nobody else waits for it, and it is seen. */
class KafkaFaultTest {

    private static final String LETTERS = "letters";

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static int topics;

    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Bot bot = new Bot();
    private String topic;
    private KafkaProbe probe;

    /** Takes what it hears for answered, unless it is told to refuse or to keep it. */
    private static final class Bot extends AsyncProcessorSupport {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<AsyncCallback> kept = new CopyOnWriteArrayList<>();
        private volatile boolean refusing;
        private volatile boolean keeping;

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String said = exchange.getMessage().getBody(String.class);
            heard.add(said.substring(0, Math.min(said.length(), 20)));
            if (keeping) {
                kept.add(callback);
                return false;
            }
            if (refusing && !said.startsWith("live")) {
                exchange.setException(new IllegalStateException("refused"));
            }
            callback.done(true);
            return true;
        }
    }

    @BeforeAll
    static void startKafka() {
        // A broker that takes little metadata, and compressed records of any size.
        kafka = EmbeddedKafka.start(0, 1, List.of(), Map.of("offset.metadata.max.bytes", "30"));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
    }

    @AfterAll
    static void stopKafka() {
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void makeTopics() throws Exception {
        topic = "faults-" + topics++;
        create(topic, Map.of());
        create(letters(), Map.of("max.message.bytes", "100000"));
        probe = new KafkaProbe(kafka.brokers(), letters());
        log.start();
        logger().setLevel(Level.INFO);
        logger().setAdditive(false);
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        contexts.forEach(context -> {
            context.getShutdownStrategy().setTimeout(1);
            context.stop();
        });
        probe.close();
        logger().detachAppender(log);
        logger().setAdditive(true);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.camelcognigy.kafka");
    }

    private String letters() {
        return topic + "-" + LETTERS;
    }

    private static void create(String name, Map<String, String> config) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 2, (short) 1).configs(config)))
                .all()
                .get();
    }

    private DefaultCamelContext start(String options) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        contexts.add(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("chat-kafka:" + topic + "?brokers=" + kafka.brokers() + "&groupId=" + topic + "&deadLetter="
                                + letters() + "&shutdownTimeout=4s" + options)
                        .routeId("chat")
                        .process(bot);
            }
        });
        context.start();
        return context;
    }

    private static KafkaRoad road(DefaultCamelContext context) {
        return context.getComponent("chat-kafka", ChatKafkaComponent.class)
                .roads()
                .get(0);
    }

    private static HealthCheck.Result health(DefaultCamelContext context) {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().equals("road-kafka"))
                .findFirst()
                .orElseThrow();
    }

    private OffsetAndMetadata committed(int partition) throws Exception {
        return admin.listConsumerGroupOffsets(topic)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, partition));
    }

    private void awaitCommitted(int partition, long offset) {
        await().until(() -> committed(partition) != null && committed(partition).offset() == offset);
    }

    private void send(int partition, String key, byte[] value, Map<String, Object> settings) throws Exception {
        HashMap<String, Object> config = new HashMap<>(settings);
        config.put("bootstrap.servers", kafka.brokers());
        config.put("max.request.size", 20_000_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, KafkaProbe.bytes(key), value))
                    .get();
        }
    }

    private void send(int partition, String key, String value) throws Exception {
        send(partition, key, KafkaProbe.bytes(value), Map.of());
    }

    private List<String> lines(Level level) {
        return List.copyOf(log.list).stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    // ---------------------------------------------------------------- dead letters that do not fit

    @Test
    void aDeadLetterThatIsTooLargeForItsTopicIsStoredCutAndStopsNobody() throws Exception {
        byte[] noise = new byte[1_500_000];
        new Random(7).nextBytes(noise);
        for (int i = 0; i < 5; i++) {
            send(0, "large-" + i, noise, Map.of());
        }
        start("&turns=5");
        send(0, "anna", "live 1");
        send(1, "berta", "live 2");

        await().until(() -> bot.heard.containsAll(List.of("live 1", "live 2")));
        ConsumerRecord<byte[], byte[]> letter = probe.awaitRecords(letters(), 5).get(0);
        assertThat(letter.value().length).isBetween(1, 100_000);
        assertThat(noise).startsWith(letter.value());
        assertThat(header(letter, "deadLetterReason")).isEqualTo("COGNIGY-PAYLOAD-TOO-LARGE");
        assertThat(header(letter, "deadLetterTopic")).isEqualTo(topic);
        assertThat(header(letter, "deadLetterPartition")).isEqualTo("0");
        assertThat(header(letter, "deadLetterOffset")).isNotBlank();
        assertThat(header(letter, "deadLetterSize")).isEqualTo("1500000");
        assertThat(header(letter, "deadLetterSha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(noise)));
        awaitCommitted(0, 6);
    }

    @Test
    void whatCameCompressedIsStoredWholeAndCompressed() throws Exception {
        byte[] threeMegabytes = new byte[3_000_000];
        send(0, "large", threeMegabytes, Map.of("compression.type", "gzip"));
        start("");

        ConsumerRecord<byte[], byte[]> letter = probe.awaitRecords(letters(), 1).get(0);
        assertThat(letter.value()).isEqualTo(threeMegabytes);
        assertThat(letter.headers().lastHeader("deadLetterSize")).isNull();
        awaitCommitted(0, 1);
    }

    @Test
    void aDeadLetterWithHeadersThatDoNotFitIsStoredWithoutThem() throws Exception {
        byte[] noise = new byte[200_000];
        new Random(7).nextBytes(noise);
        probe.send(topic, KafkaProbe.bytes("anna"), null, new RecordHeader("large", noise));
        start("");

        ConsumerRecord<byte[], byte[]> letter = probe.awaitRecords(letters(), 1).get(0);
        assertThat(text(letter.key())).isEqualTo("anna");
        assertThat(letter.headers().lastHeader("large")).isNull();
    }

    @Test
    void fiveDeadLettersThatWaitForTheirTopicHoldNoSlot() throws Exception {
        admin.deleteTopics(List.of(letters())).all().get();
        bot.refusing = true;
        for (int i = 0; i < 5; i++) {
            send(0, "refused-" + i, "refused " + i);
        }
        DefaultCamelContext context = start("&turns=5");
        await().until(() -> road(context).numbers().storing() == 5);
        assertThat(road(context).numbers().slots()).isZero();
        for (int i = 0; i < 10; i++) {
            send(0, "anna-" + i, "live " + i);
        }
        await().until(() ->
                bot.heard.stream().filter(said -> said.startsWith("live")).count() == 10);
        await().until(() -> health(context).getState() == HealthCheck.State.DOWN);
        assertThat(committed(0) == null || committed(0).offset() == 0).isTrue();

        create(letters(), Map.of());
        awaitCommitted(0, 15);
        await().until(() -> health(context).getState() == HealthCheck.State.UP);
    }

    @Test
    void topicsThatTakeLessThanTheInputAreWarnedOf() throws Exception {
        create(topic + "-answers", Map.of("max.message.bytes", "50000"));
        start("&replyTopics=" + topic + "-answers");
        await().untilAsserted(() -> assertThat(lines(Level.WARN))
                .anyMatch(line -> line.contains("Raise max.message.bytes of " + letters()))
                .anyMatch(line -> line.contains("Raise max.message.bytes of " + topic + "-answers")));
    }

    // ---------------------------------------------------------------- offsets that are another log's

    @Test
    void aCommittedOffsetBeyondTheEndOfTheLogLosesNothing() throws Exception {
        admin.alterConsumerGroupOffsets(topic, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1_000, "")))
                .all()
                .get();
        for (int i = 0; i < 5; i++) {
            send(0, "anna", "input " + i);
        }
        start("");
        await().until(() -> bot.heard.size() == 5);
        awaitCommitted(0, 5);
        assertThat(lines(Level.WARN)).anyMatch(line -> line.contains(topic + "-0 goes on at offset 0, behind 1000"));
    }

    @Test
    void aTopicThatIsMadeAnewUnderARunningRoadIsHeardFromItsBeginning() throws Exception {
        DefaultCamelContext context = start("");
        for (int i = 0; i < 20; i++) {
            send(0, "anna", "before " + i);
        }
        awaitCommitted(0, 20);
        await().until(() -> health(context).getState() == HealthCheck.State.UP);

        admin.deleteTopics(List.of(topic)).all().get();
        await().ignoreExceptions().until(() -> {
            create(topic, Map.of());
            return true;
        });
        // As many as before: no offset is out of range.
        for (int i = 0; i < 20; i++) {
            send(0, "anna", "after " + i);
        }
        await().atMost(Duration.ofSeconds(40))
                .until(() -> bot.heard.containsAll(
                        IntStream.range(0, 20).mapToObj(i -> "after " + i).toList()));
        awaitCommitted(0, 20);
    }

    @Test
    void aTopicThatIsMadeAnewIsKnownByItsId() throws Exception {
        List<String> madeAnew = new ArrayList<>();
        RoadHealth health = new RoadHealth(System::nanoTime);
        try (BrokerWatch watch = new BrokerWatch(
                () -> Admin.create(Map.of("bootstrap.servers", kafka.brokers())),
                Set.of(topic),
                Set.of(),
                null,
                health,
                madeAnew::add)) {
            watch.run();
            watch.run();
            assertThat(madeAnew).isEmpty();
            admin.deleteTopics(List.of(topic)).all().get();
            await().until(() -> {
                watch.run();
                return ("the brokers know no topic " + topic).equals(health.trouble());
            });
            create(topic, Map.of());
            await().until(() -> {
                watch.run();
                return health.trouble() == null;
            });
            assertThat(madeAnew).containsExactly(topic);
        }
    }

    @Test
    void brokersThatDoNotAnswerAreKnown() {
        RoadHealth health = new RoadHealth(System::nanoTime);
        try (BrokerWatch watch = new BrokerWatch(
                () -> Admin.create(Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "default.api.timeout.ms",
                        1_000,
                        "request.timeout.ms",
                        500)),
                Set.of(topic),
                Set.of(),
                null,
                health,
                any -> {})) {
            watch.run();
            assertThat(health.trouble()).startsWith("the brokers do not answer");
        }
    }

    @Test
    void commitsCarryTheLeaderEpoch() throws Exception {
        start("");
        send(0, "anna", "hello");
        awaitCommitted(0, 1);
        assertThat(committed(0).leaderEpoch()).isPresent();
    }

    @Test
    void behindATransactionalProducerNoLagIsLeft() throws Exception {
        start("");
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.brokers(), "transactional.id", topic);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, KafkaProbe.bytes("anna"), KafkaProbe.bytes("hello")));
            producer.commitTransaction();
        }
        // The record and the marker of its transaction.
        awaitCommitted(0, 2);
    }

    @Test
    void aBrokerThatTakesLittleMetadataGetsCommitsThatFit() throws Exception {
        bot.keeping = true;
        send(0, "slow", "slow");
        start("");
        await().until(() -> bot.kept.size() == 1);
        bot.keeping = false;
        // Every second one is finished: no few ranges tell of it.
        for (int i = 0; i < 60; i++) {
            bot.keeping = i % 2 == 0;
            send(0, "key-" + i, "input " + i);
            int heard = i + 2;
            await().until(() -> bot.heard.size() == heard);
        }
        await().until(() -> committed(0) != null);
        assertThat(committed(0).offset()).isZero();
        assertThat(committed(0).metadata().length()).isLessThanOrEqualTo(30);
        bot.kept.forEach(callback -> callback.done(false));
        awaitCommitted(0, 61);
        assertThat(lines(Level.WARN)).noneMatch(line -> line.contains("could not be committed"));
    }

    // ---------------------------------------------------------------- the consumer

    @Test
    void theNewGroupProtocolWorks() throws Exception {
        DefaultCamelContext first = start("&groupProtocol=consumer");
        for (int i = 0; i < 10; i++) {
            send(i % 2, "key-" + i, "input " + i);
        }
        await().until(() -> bot.heard.size() == 10);
        DefaultCamelContext second = start("&groupProtocol=consumer");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> road(first).numbers().partitions() == 1
                        && road(second).numbers().partitions() == 1);
        for (int i = 10; i < 20; i++) {
            send(i % 2, "key-" + i, "input " + i);
        }
        awaitCommitted(0, 10);
        awaitCommitted(1, 10);
        assertThat(bot.heard).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void whatIsInMemoryIsBoundedInBytes() throws Exception {
        bot.keeping = true;
        byte[] value = new byte[50_000];
        Arrays.fill(value, (byte) 'x');
        for (int i = 0; i < 40; i++) {
            send(0, "key-" + i, value, Map.of());
        }
        DefaultCamelContext context = start("&maxBytes=400000&maxPollRecords=2");
        await().until(() -> road(context).numbers().bytes() >= 200_000);
        await().during(Duration.ofSeconds(1))
                .until(() -> road(context).numbers().bytes() <= 300_100);

        bot.keeping = false;
        bot.kept.forEach(callback -> callback.done(false));
        awaitCommitted(0, 40);
    }

    @Test
    void theNumbersOfARoadCanBeRead() throws Exception {
        bot.keeping = true;
        send(0, "anna", "one");
        send(0, "anna", "two");
        DefaultCamelContext context = start("&turns=7");
        await().until(() -> bot.kept.size() == 1 && road(context).numbers().waiting() == 1);
        KafkaRoad.Numbers numbers = road(context).numbers();
        assertThat(numbers.underWay()).isEqualTo(1);
        assertThat(numbers.slots()).isEqualTo(1);
        assertThat(numbers.maxSlots()).isEqualTo(7);
        assertThat(numbers.partitions()).isEqualTo(2);
        assertThat(numbers.oldestUnfinishedMillis()).isPositive();
        assertThat(road(context).road()).isEqualTo("kafka");
        assertThat(road(context).routeId()).isEqualTo("chat");
        assertThat(road(context).taken()).isEqualTo(2);
        bot.keeping = false;
        bot.kept.forEach(callback -> callback.done(false));
        awaitCommitted(0, 2);
        assertThat(road(context).numbers().oldestUnfinishedMillis()).isZero();
    }
}
