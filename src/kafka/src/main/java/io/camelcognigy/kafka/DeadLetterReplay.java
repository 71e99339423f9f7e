package io.camelcognigy.kafka;

import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.ReplayFilter;
import io.camelcognigy.road.ReplayPace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Replays dead letters exactly once. In one transaction goes the input, and a mark in the dead-letter topic that says which
 * letter it was: a record without value and with the header {@code deadLetterReplayed}. All replays of a road have one
 * transactional id, so that who begins ends what another began, and reads the topic only then.
 */
final class DeadLetterReplay implements DeadLetterStore {

    static final String REPLAYED = "deadLetterReplayed";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClientProperties clients;
    private final String topic;
    private final Set<String> inputs;
    private final String transactionalId;

    /** @param inputs the topics that a letter may go back to */
    DeadLetterReplay(ClientProperties clients, String topic, Set<String> inputs, String groupId) {
        this.clients = clients;
        this.topic = topic;
        this.inputs = Set.copyOf(inputs);
        this.transactionalId = groupId + "-replay-" + topic;
    }

    /** Where a letter is. */
    private record Place(int partition, long offset) {

        static Place of(ConsumerRecord<?, ?> letter) {
            return new Place(letter.partition(), letter.offset());
        }

        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }

    private record Scan(Found found, Map<Place, String> replayable) {}

    @Override
    public Found find(Wanted wanted) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return scan(consumer, wanted).found();
        }
    }

    @Override
    public long replay(Wanted wanted, long max, int perSecond) {
        try (Producer<byte[], byte[]> producer = producer();
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            // First: what another replay left open is ended by it, and counts.
            producer.initTransactions();
            Set<Place> places = scan(consumer, wanted).replayable().keySet();
            Sending sending = new Sending(producer, max, new ReplayPace(perSecond));
            read(consumer, wanted.since(), letter -> {
                if (places.contains(Place.of(letter))) {
                    sending.add(letter);
                }
            });
            sending.flush();
            return sending.sent;
        }
    }

    /** Sends in batches, each a transaction. */
    private final class Sending {

        private final Producer<byte[], byte[]> producer;
        private final long max;
        private final ReplayPace pace;
        private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        private long sent;

        Sending(Producer<byte[], byte[]> producer, long max, ReplayPace pace) {
            this.producer = producer;
            this.max = max;
            this.pace = pace;
        }

        void add(ConsumerRecord<byte[], byte[]> letter) {
            if (sent + batch.size() < max) {
                batch.add(letter);
                if (batch.size() >= pace.batch()) {
                    flush();
                }
            }
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            producer.beginTransaction();
            for (ConsumerRecord<byte[], byte[]> letter : batch) {
                producer.send(input(letter));
                producer.send(mark(letter));
            }
            // Throws if one of them could not be stored; then closing the producer aborts all of the batch.
            producer.commitTransaction();
            sent += batch.size();
            pace.after(batch.size());
            batch.clear();
        }
    }

    private Scan scan(KafkaConsumer<byte[], byte[]> consumer, Wanted wanted) {
        Map<Place, String> letters = new LinkedHashMap<>();
        Set<Place> marked = new HashSet<>();
        ReplayFilter filter = new ReplayFilter(wanted);
        read(consumer, wanted.since(), letter -> {
            String mark = text(letter, REPLAYED);
            if (mark != null) {
                place(mark).ifPresent(marked::add);
                return;
            }
            String reason = text(letter, "deadLetterReason");
            if (filter.admits(new ReplayFilter.Letter(
                    reason,
                    text(letter, DeadLetterRecord.OUTCOME),
                    text(letter, "deadLetterSize") != null,
                    text(letter, ReplayFilter.REPLAY_COUNT),
                    !isOurs(text(letter, "deadLetterTopic"))))) {
                letters.put(Place.of(letter), reason);
            }
        });
        long before = letters.size();
        letters.keySet().removeAll(marked);
        Map<String, Long> byReason =
                letters.values().stream().collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
        return new Scan(filter.found(byReason, before - letters.size()), letters);
    }

    /** What was said unasked has no topic to go back to. */
    private boolean isOurs(String input) {
        return input != null && inputs.contains(input);
    }

    /** From {@code since} to what is the end now; of what is committed only. */
    private void read(
            KafkaConsumer<byte[], byte[]> consumer, Instant since, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Set<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .collect(Collectors.toSet());
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        if (since != null) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
            consumer.offsetsForTimes(times)
                    .forEach((partition, found) ->
                            consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the dead letters cannot be read: the brokers do not answer");
            }
            for (ConsumerRecord<byte[], byte[]> letter : records) {
                if (letter.offset() < ends.get(new TopicPartition(letter.topic(), letter.partition()))) {
                    each.accept(letter);
                }
            }
        }
    }

    /** As it came. */
    private static ProducerRecord<byte[], byte[]> input(ConsumerRecord<byte[], byte[]> letter) {
        List<Header> headers = new ArrayList<>();
        for (Header header : letter.headers()) {
            String name = header.key();
            if (name.startsWith("original.")) {
                int end = name.indexOf('.', "original.".length());
                headers.add(new RecordHeader(name.substring(end + 1), header.value()));
            } else if (!name.startsWith("deadLetter") && !name.equals(ReplayFilter.REPLAY_COUNT)) {
                headers.add(header);
            }
        }
        int replays = ReplayFilter.replays(text(letter, ReplayFilter.REPLAY_COUNT)) + 1;
        headers.add(header(ReplayFilter.REPLAY_COUNT, Integer.toString(replays)));
        return new ProducerRecord<>(text(letter, "deadLetterTopic"), null, letter.key(), letter.value(), headers);
    }

    private ProducerRecord<byte[], byte[]> mark(ConsumerRecord<byte[], byte[]> letter) {
        List<Header> headers = List.of(header(REPLAYED, Place.of(letter).toString()));
        return new ProducerRecord<>(topic, letter.partition(), letter.key(), null, headers);
    }

    private static Optional<Place> place(String mark) {
        return mark.matches("\\d{1,9}@\\d{1,18}")
                ? Optional.of(new Place(
                        Integer.parseInt(mark.substring(0, mark.indexOf('@'))),
                        Long.parseLong(mark.substring(mark.indexOf('@') + 1))))
                : Optional.empty();
    }

    private static String text(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = clients.consumer();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer() {
        Properties properties = clients.deadLetterProducer();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
