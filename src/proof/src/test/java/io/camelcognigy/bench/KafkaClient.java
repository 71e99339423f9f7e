package io.camelcognigy.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The load on a bridge: says something in the topic {@code input} and waits for the answer in {@code output}. A session
 * is a key; the keys are spread evenly over the partitions.
 */
final class KafkaClient implements Client {

    private static final String ANSWER = "\"text\":\"" + Script.TEXT + "\"";

    private final String prefix;
    private final String input;
    private final String output;
    private final int partitions;
    private int opened;
    private final Map<String, Done> waiting = new ConcurrentHashMap<>();
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Thread reader = new Thread(this::read, "answers");

    /** @param prefix of the topics */
    KafkaClient(String brokers, String prefix) {
        this.prefix = prefix;
        this.input = prefix + ".input";
        this.output = prefix + ".output";
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(output).stream()
                .map(partition -> new TopicPartition(output, partition.partition()))
                .toList();
        partitions = all.size();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        reader.start();
    }

    /** A session is open once it had an answer: the bridge may still be starting. */
    @Override
    public void open(int sessions) throws Exception {
        Turns.run(this, opened, sessions, 1);
        opened = Math.max(opened, sessions);
    }

    @Override
    public void turn(int session, Done done) {
        String key = prefix + "-" + session;
        waiting.put(key, done);
        ProducerRecord<String, String> said = new ProducerRecord<>(input, session % partitions, key, Script.TEXT);
        said.headers().add("contentType", "text/plain".getBytes(StandardCharsets.UTF_8));
        producer.send(said, (metadata, failure) -> {
            if (failure != null) {
                over(key, failure);
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
        boolean right = answer.value().contains(ANSWER);
        over(answer.key(), right ? null : new IllegalStateException("a wrong answer in " + output));
    }

    private void over(String key, Throwable failure) {
        Done done = waiting.remove(key);
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
