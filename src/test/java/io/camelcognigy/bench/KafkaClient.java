package io.camelcognigy.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The load on the bridge: says something in {@code chat.input} and waits for the answer in {@code chat.output}. A session
 * in the sense of {@link Client} is a lane here, one partition with keys of its own that take turns: so no record ever
 * waits behind another.
 */
final class KafkaClient implements Client {

    private static final String INPUT = "chat.input";
    private static final String OUTPUT = "chat.output";
    private static final String ANSWER = "\"text\":\"" + Script.TEXT + "\"";

    private final int keysPerLane;
    private final int[] turns;
    private int opened;
    private final AtomicReferenceArray<Done> waiting;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Thread reader = new Thread(this::read, "answers");

    KafkaClient(String brokers, int lanes, int keysPerLane) {
        this.keysPerLane = keysPerLane;
        this.turns = new int[lanes];
        this.waiting = new AtomicReferenceArray<>(lanes);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(OUTPUT).stream()
                .map(partition -> new TopicPartition(OUTPUT, partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        reader.start();
    }

    /** A lane is open once it had an answer: the bridge may still be starting. */
    @Override
    public void open(int lanes) throws Exception {
        Turns.run(this, opened, lanes, 1);
        opened = Math.max(opened, lanes);
    }

    @Override
    public void turn(int lane, Done done) {
        int key = turns[lane]++ % keysPerLane;
        waiting.set(lane, done);
        ProducerRecord<String, String> said = new ProducerRecord<>(INPUT, lane, lane + "-" + key, Script.TEXT);
        said.headers().add("contentType", "text/plain".getBytes(StandardCharsets.UTF_8));
        producer.send(said, (metadata, failure) -> {
            if (failure != null) {
                over(lane, failure);
            }
        });
    }

    private void read() {
        try {
            while (true) {
                consumer.poll(Duration.ofMinutes(1)).forEach(this::answered);
            }
        } catch (WakeupException e) {
            consumer.close();
        }
    }

    private void answered(ConsumerRecord<String, String> answer) {
        String key = answer.key();
        int lane = Integer.parseInt(key, 0, key.indexOf('-'), 10);
        boolean right = answer.value().contains(ANSWER);
        over(lane, right ? null : new IllegalStateException("a wrong answer in " + OUTPUT));
    }

    private void over(int lane, Throwable failure) {
        Done done = waiting.getAndSet(lane, null);
        if (done != null) {
            done.over(failure);
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        reader.join();
        producer.close();
    }
}
