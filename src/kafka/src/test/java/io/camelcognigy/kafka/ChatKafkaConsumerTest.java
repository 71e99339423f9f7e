package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A route from {@code chat-kafka:} on a real broker: many exchanges under way, each key in order, and an offset that moves
 * over finished work only. Exchanges end when the test says so.
 */
class ChatKafkaConsumerTest {

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static KafkaProducer<String, String> producer;
    private static int topics;

    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private final Held held = new Held();
    private String topic;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(0, 1, List.of());
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.brokers());
        admin = Admin.create(config);
        producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void makeTopic() throws Exception {
        topic = "topic-" + topics++;
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }

    @AfterEach
    void stop() {
        contexts.forEach(context -> {
            context.getShutdownStrategy().setTimeout(1);
            context.stop();
        });
    }

    /** Keeps each exchange until the test lets it go. */
    private static final class Held extends AsyncProcessorSupport {

        private record Turn(Exchange exchange, AsyncCallback callback, String value, boolean redelivered, String id) {}

        private final List<Turn> turns = new CopyOnWriteArrayList<>();
        private final List<String> begun = new CopyOnWriteArrayList<>();
        private volatile boolean passing;

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String value = exchange.getMessage().getBody(String.class);
            begun.add(value);
            Turn turn = new Turn(
                    exchange,
                    callback,
                    value,
                    exchange.isExternalRedelivered(),
                    exchange.getMessage().getMessageId());
            if (passing) {
                callback.done(true);
                return true;
            }
            turns.add(turn);
            return false;
        }

        List<String> values() {
            return turns.stream().map(Turn::value).toList();
        }

        Turn turn(String value) {
            await().until(() -> values().contains(value));
            return turns.stream().filter(t -> t.value.equals(value)).findFirst().orElseThrow();
        }

        void finish(String value) {
            Turn turn = turn(value);
            turns.remove(turn);
            turn.callback.done(false);
        }

        void fail(String value) {
            Turn turn = turn(value);
            turns.remove(turn);
            turn.exchange.setException(new IllegalStateException("asked to"));
            turn.callback.done(false);
        }

        void passAll() {
            passing = true;
            turns.forEach(turn -> turn.callback.done(false));
        }
    }

    private DefaultCamelContext start() throws Exception {
        return start("");
    }

    private DefaultCamelContext start(String options) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        contexts.add(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri(options)).routeId("chat").process(held);
            }
        });
        context.start();
        return context;
    }

    private String uri(String options) {
        return "chat-kafka:" + topic + "?brokers=" + kafka.brokers() + "&groupId=" + topic
                + "&shutdownTimeout=4s&additionalProperties.heartbeat.interval.ms=300" + options;
    }

    private void send(int partition, String key, String value) {
        try {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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

    @Test
    void oneConsumerHoldsHundredsOfExchanges() throws Exception {
        IntStream.range(0, 400).forEach(i -> send(i % 2, "key-" + i, "value-" + i));
        int threads = Thread.activeCount();
        start("&turns=300");

        await().until(() -> held.turns.size() == 300);
        assertThat(Thread.activeCount() - threads).isLessThan(30);
        held.passAll();
        await().until(() -> held.begun.size() == 400);
        awaitCommitted(0, 200);
        awaitCommitted(1, 200);
    }

    @Test
    void theRecordsOfAKeyFollowOneAnother() throws Exception {
        send(0, "anna", "a1");
        send(0, "anna", "a2");
        send(0, "berta", "b1");
        start();
        held.turn("a1");
        held.turn("b1");
        assertThat(held.values()).doesNotContain("a2");
        held.finish("a1");
        held.finish("a2");
        held.finish("b1");
        awaitCommitted(0, 3);
    }

    @Test
    void theOffsetStaysBeforeWhatIsUnfinished() throws Exception {
        send(0, "anna", "a1");
        send(0, "berta", "b1");
        start();
        held.finish("b1");
        await().until(() -> committed(0) != null);
        assertThat(committed(0).offset()).isZero();
        held.finish("a1");
        awaitCommitted(0, 2);
    }

    @Test
    void aFailedRecordIsProcessedAgainAndOthersGoOn() throws Exception {
        send(0, "anna", "a1");
        send(0, "anna", "a2");
        send(0, "berta", "b1");
        start();
        assertThat(held.turn("a1").redelivered).isFalse();
        held.fail("a1");
        held.finish("b1");
        assertThat(held.turn("a1").redelivered).isTrue();
        assertThat(held.turn("a1").id).isEqualTo(topic + "-0@0");
        held.finish("a1");
        held.finish("a2");
        awaitCommitted(0, 3);
        assertThat(held.begun).containsExactlyInAnyOrder("a1", "b1", "a1", "a2");
    }

    @Test
    void aRestartRepeatsWhatWasUnfinishedAndNothingElse() throws Exception {
        send(0, "anna", "a1");
        send(0, "berta", "b1");
        send(0, "carla", "c1");
        DefaultCamelContext first = start();
        held.turn("a1");
        held.finish("b1");
        held.finish("c1");
        first.getShutdownStrategy().setTimeout(1);
        first.stop();
        held.turns.clear();
        held.begun.clear();

        send(0, "dora", "d1");
        start();
        assertThat(held.turn("a1").redelivered).isTrue();
        assertThat(held.turn("d1").redelivered).isFalse();
        held.finish("a1");
        held.finish("d1");
        awaitCommitted(0, 4);
        assertThat(held.begun).containsExactlyInAnyOrder("a1", "d1");
    }

    @Test
    void whatEndsAfterItsPartitionWasGivenAwayChangesNothing() throws Exception {
        send(0, "anna", "a1");
        DefaultCamelContext first = start();
        Held.Turn late = held.turn("a1");
        first.getShutdownStrategy().setTimeout(1);
        first.stop();
        late.callback.done(false);
        assertThat(committed(0).offset()).isZero();
    }

    @Test
    void aSuspendedRouteBeginsNothingAndRepeatsNothingWhenItGoesOn() throws Exception {
        DefaultCamelContext context = start();
        send(0, "anna", "a1");
        send(0, "anna", "a2");
        held.turn("a1");
        // Camel waits for what is under way.
        CompletableFuture<Void> suspended = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().suspendRoute("chat");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        await().until(() -> road(context).numbers().pausedPartitions() == 2);
        held.finish("a1");
        suspended.join();
        awaitCommitted(0, 1);
        assertThat(held.values()).isEmpty();

        context.getRouteController().resumeRoute("chat");
        held.finish("a2");
        awaitCommitted(0, 2);
        assertThat(held.begun).containsExactly("a1", "a2");
    }

    @Test
    void aSlowRecordStopsItsOwnPartitionOnly() throws Exception {
        start("&span=10&maxPollRecords=2");
        send(0, "slow", "slow");
        held.turn("slow");
        held.passing = true;
        for (int i = 0; i < 40; i++) {
            send(0, "beside-" + i, "beside");
            send(1, "other-" + i, "other");
        }
        await().until(() -> held.begun.stream().filter("other"::equals).count() == 40);
        assertThat(held.begun.stream().filter("beside"::equals).count()).isBetween(9L, 12L);

        held.finish("slow");
        awaitCommitted(0, 41);
    }

    @Test
    void aSecondInstanceTakesOverWithoutRepeatingWhatIsFinished() throws Exception {
        start();
        held.passing = true;
        for (int i = 0; i < 100; i++) {
            send(i % 2, "key-" + i % 10, "value-" + i);
            if (i == 30) {
                start();
            }
        }
        awaitCommitted(0, 50);
        awaitCommitted(1, 50);
        assertThat(held.begun).hasSize(100).doesNotHaveDuplicates();
        Map<String, List<Integer>> byKey = new TreeMap<>();
        held.begun.stream()
                .map(value -> Integer.parseInt(value.substring(6)))
                .forEach(i -> byKey.computeIfAbsent("key-" + i % 10, k -> new ArrayList<>())
                        .add(i));
        assertThat(byKey.values()).allSatisfy(values -> assertThat(values).isSorted());
    }

    @Test
    void camelsOwnRedeliveryWorksAsInAnyRoute() throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        contexts.add(context);
        List<String> stored = new CopyOnWriteArrayList<>();
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(
                        deadLetterChannel("direct:store").maximumRedeliveries(2).redeliveryDelay(0));
                from(uri("")).process(exchange -> {
                    attempts.add(attempts.size());
                    throw new IllegalStateException("asked to");
                });
                from("direct:store")
                        .process(exchange -> stored.add(exchange.getMessage().getBody(String.class)));
            }
        });
        context.start();
        send(0, "anna", "poison");
        awaitCommitted(0, 1);
        assertThat(stored).containsExactly("poison");
        assertThat(attempts).hasSize(3);
    }

    private static KafkaRoad road(DefaultCamelContext context) {
        return context.getComponent("chat-kafka", ChatKafkaComponent.class)
                .roads()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "turns=0, turns",
        "maxPollRecords=20000, span",
        "deadLetter=no topic, no topic",
        "road=, road",
        "groupProtocol=consumer, heartbeat.interval.ms",
        "additionalProperties.enable.auto.commit=true, enable.auto.commit"
    })
    void optionsThatCannotHoldThePromiseAreRefusedByName(String option, String named) {
        assertThatThrownBy(() -> start("&" + option)).hasStackTraceContaining(named);
    }
}
