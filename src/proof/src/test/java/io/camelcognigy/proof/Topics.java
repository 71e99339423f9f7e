package io.camelcognigy.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.proof.History.Answer;
import io.camelcognigy.proof.History.DeadLetter;
import io.camelcognigy.proof.History.Sent;
import io.camelcognigy.road.SessionKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The harness's own view of the topics, past the proxy: writes stamped inputs, reads from now on what is answered and
 * what is buried, and knows what a group has committed. Thread-safe.
 */
final class Topics implements AutoCloseable {

    static final String INPUT = "chat.input";
    static final String OUTPUT = "chat.output";
    static final String DEAD_LETTER = "chat.dead-letter";

    private static final Pattern PART = Pattern.compile(" (\\d+) of (\\d+)$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Thread reader = new Thread(this::read, "proof-topics");
    private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    Topics(String brokers) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                brokers,
                "linger.ms",
                "0",
                "reconnect.backoff.max.ms",
                "500",
                "request.timeout.ms",
                "5000",
                "default.api.timeout.ms",
                "10000",
                // A broker that is away for a minute loses no input of ours.
                "delivery.timeout.ms",
                "300000",
                "max.block.ms",
                "300000",
                "max.request.size",
                Integer.toString(Broker.MAX_MESSAGE_BYTES),
                "enable.auto.commit",
                "false");
        admin = Admin.create(config);
        producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(
                Stream.of(OUTPUT, DEAD_LETTER).flatMap(Topics::partitions).toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        reader.setDaemon(true);
        reader.start();
    }

    /** A group that has never read begins here, past what other tests have left. */
    void startGroupAtTheEnd(String group) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        ends(INPUT).forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        get(() -> admin.alterConsumerGroupOffsets(group, ends).all().get());
    }

    /**
     * Sends an input. It counts as sent when the broker has it.
     *
     * @param partition null for that of its key
     */
    CompletableFuture<Sent> send(Stamp stamp, Integer partition, String value) {
        CompletableFuture<Sent> done = new CompletableFuture<>();
        List<Header> headers =
                List.of(new RecordHeader("correlationId", stamp.toString().getBytes(StandardCharsets.UTF_8)));
        producer.send(new ProducerRecord<>(INPUT, partition, stamp.key(), value, headers), (metadata, failure) -> {
            if (failure == null) {
                Sent input = new Sent(stamp, metadata.partition(), metadata.offset(), metadata.timestamp());
                sent.add(input);
                done.complete(input);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    List<Sent> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    synchronized List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** All that came, whatever it answers, as it came. */
    synchronized List<String> outputs() {
        return List.copyOf(outputs);
    }

    synchronized List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** The next offset that the group would read, by partition of the input topic. */
    Map<Integer, Long> committed(String group) {
        Map<Integer, Long> offsets = new HashMap<>();
        get(() -> admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get())
                .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
        return offsets;
    }

    int members(String group) {
        return get(() -> admin.describeConsumerGroups(List.of(group))
                .all()
                .get()
                .get(group)
                .members()
                .size());
    }

    /** Returns when everything that is on the topics now has been read. */
    void catchUp() throws InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>(ends(OUTPUT));
        ends.putAll(ends(DEAD_LETTER));
        synchronized (this) {
            while (ends.entrySet().stream().anyMatch(end -> positions.get(end.getKey()) < end.getValue())) {
                wait();
            }
        }
    }

    private Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(() -> admin.listOffsets(latest).all().get()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static Stream<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Broker.PARTITIONS).mapToObj(partition -> new TopicPartition(topic, partition));
    }

    private void read() {
        try {
            while (true) {
                consumer.poll(Duration.ofSeconds(10)).forEach(this::read);
                synchronized (this) {
                    consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
                    notifyAll();
                }
            }
        } catch (WakeupException e) {
            consumer.close();
        }
    }

    private synchronized void read(ConsumerRecord<String, String> record) {
        if (record.topic().equals(DEAD_LETTER)) {
            Stamp.find(header(record, "correlationId"))
                    .ifPresent(stamp -> deadLetters.add(new DeadLetter(
                            stamp, record.key(), header(record, "deadLetterReason"), record.timestamp())));
            return;
        }
        outputs.add(record.value());
        try {
            JsonNode output = JSON.readTree(record.value());
            String text = output.path("text").asText();
            Matcher part = PART.matcher(text);
            if (part.find()) {
                // One for each input that it answers: inputs may be collated.
                Stamp.findAll(text)
                        .forEach(stamp -> answers.add(new Answer(
                                stamp,
                                record.key(),
                                SessionKeys.key(output.path("sessionId").asText()),
                                header(record, "correlationId"),
                                output.path("unsolicited").asBoolean(),
                                Integer.parseInt(part.group(1)),
                                Integer.parseInt(part.group(2)),
                                record.timestamp())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static <T> T get(Call<T> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw new UnavailableException(e);
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(e);
        }
    }

    /** The broker does not answer now. */
    static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private UnavailableException(Exception cause) {
            super(cause);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    @Override
    public void close() {
        consumer.wakeup();
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
