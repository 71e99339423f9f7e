package io.camelcognigy.kafka;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A plain Kafka client for tests: writes and reads bytes, sees what comes after it was made, knows committed offsets. */
public final class KafkaProbe implements AutoCloseable {

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public KafkaProbe(String brokers, String... topics) {
        Map<String, Object> config = Map.of("bootstrap.servers", brokers);
        admin = Admin.create(config);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(topics).stream().flatMap(this::partitions).toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    public static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    public static Header header(String name, String value) {
        return new RecordHeader(name, bytes(value));
    }

    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    public RecordMetadata send(String topic, String key, String value, Header... headers) {
        return send(topic, bytes(key), bytes(value), headers);
    }

    public RecordMetadata send(String topic, byte[] key, byte[] value, Header... headers) {
        try {
            return producer.send(new ProducerRecord<>(topic, null, key, value, List.of(headers)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param timestamp in milliseconds since 1970; null: now */
    public RecordMetadata send(
            String topic, int partition, Long timestamp, byte[] key, byte[] value, Header... headers) {
        try {
            return producer.send(new ProducerRecord<>(topic, partition, timestamp, key, value, List.of(headers)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for that many records on the topic. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, int count) {
        return awaitRecords(record -> record.topic().equals(topic), count);
    }

    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(
            Predicate<ConsumerRecord<byte[], byte[]>> which, int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> records(which).size() >= count);
        return records(which);
    }

    /** What came so far. */
    public List<ConsumerRecord<byte[], byte[]>> records(Predicate<ConsumerRecord<byte[], byte[]>> which) {
        consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
        return seen.stream().filter(which).toList();
    }

    /** The next offset that the group would read; 0 where it has committed none. */
    public long committed(String group, RecordMetadata record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        return committed(group).getOrDefault(partition, 0L);
    }

    public Map<TopicPartition, Long> committed(String group) {
        try {
            Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
            return offsets;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many records the topic has ever taken. */
    public long endOffsets(String topic) {
        return consumer.endOffsets(partitions(topic).toList()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What a group does with members that it has not heard of for too long. */
    public void expelMembers(String group) {
        try {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void deleteTopic(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
    }

    public void createTopic(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        admin.close();
    }

    private Stream<TopicPartition> partitions(String topic) {
        // A topic that was just made is known a moment later.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !consumer.partitionsFor(topic).isEmpty());
        Collection<PartitionInfo> known = consumer.partitionsFor(topic);
        return known.stream().map(info -> new TopicPartition(topic, info.partition()));
    }
}
