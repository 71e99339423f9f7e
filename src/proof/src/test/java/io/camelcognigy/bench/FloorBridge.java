package io.camelcognigy.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The floor of a bridge: the same transport between a plain consumer and a plain producer, without Camel and without the
 * session engine. It keeps the order of a key, has an answer stored by all replicas before the offset below it is
 * committed, and commits every 100 ms. The settings of the clients are the bridge's. It has no bounds, no time-outs, no
 * reconnects and no dead letters, and gives up at the first failure.
 *
 * <p>Records are polled on the thread that calls {@link #run}; a conversation is served on its event loop.
 */
final class FloorBridge {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String group;
    private final String brokers;
    private final FloorConversations conversations;
    private final FloorEnvelope envelope = new FloorEnvelope();
    private final Map<TopicPartition, Deque<Input>> underWay = new HashMap<>();
    private final KafkaProducer<String, String> producer;
    private volatile Throwable failure;

    /** @param topics the prefix of its topics, and the name of its group */
    FloorBridge(String brokers, String endpointUrl, String topics) {
        this.brokers = brokers;
        this.group = topics;
        this.conversations = new FloorConversations(endpointUrl, lost -> failure = lost);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "linger.ms",
                        0,
                        "max.in.flight.requests.per.connection",
                        1),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Serves until something fails. */
    void run() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(group + ".input"));
            long committed = System.nanoTime();
            while (failure == null) {
                consumer.poll(POLL).forEach(this::take);
                if (System.nanoTime() - committed >= COMMIT_NANOS) {
                    commit(consumer);
                    committed = System.nanoTime();
                }
            }
            throw new IllegalStateException("the floor of a bridge gives up", failure);
        }
    }

    private void take(ConsumerRecord<String, byte[]> said) {
        TopicPartition partition = new TopicPartition(said.topic(), said.partition());
        Input input = new Input(said.offset());
        underWay.computeIfAbsent(partition, any -> new ArrayDeque<>()).add(input);
        conversations.ask(
                said.key(),
                new String(said.value(), StandardCharsets.UTF_8),
                answer -> store(said.key(), answer, input));
    }

    private void store(String key, String answer, Input input) {
        producer.send(new ProducerRecord<>(group + ".output", key, envelope.of(key, answer)), (stored, problem) -> {
            if (problem == null) {
                input.stored = true;
            } else {
                failure = problem;
            }
        });
    }

    /** Each partition up to the first input whose answer is not stored. */
    private void commit(KafkaConsumer<?, ?> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        underWay.forEach((partition, inputs) -> {
            long next = -1;
            while (!inputs.isEmpty() && inputs.peek().stored) {
                next = inputs.poll().offset + 1;
            }
            if (next >= 0) {
                offsets.put(partition, new OffsetAndMetadata(next));
            }
        });
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (done, problem) -> {
                if (problem != null) {
                    failure = problem;
                }
            });
        }
    }

    /** A record, until its answer is stored. */
    private static final class Input {

        private final long offset;
        private volatile boolean stored;

        Input(long offset) {
            this.offset = offset;
        }
    }
}
