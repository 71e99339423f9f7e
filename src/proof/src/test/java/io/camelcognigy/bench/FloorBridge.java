package io.camelcognigy.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ProcessInput;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The floor of a bridge: the same transport between a plain consumer and a plain producer, without Camel and without the
 * session engine. It keeps the order of a key, has an answer stored by all replicas before the offset below it is
 * committed, and commits every 100 ms. The settings of the clients are the bridge's. It has no bounds, no time-outs, no reconnects and no dead letters,
 * and gives up at the first failure.
 *
 * <p>Records are polled on the thread that calls {@link #run}; a conversation is served on its event loop.
 */
final class FloorBridge {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EndpointAddress address;
    private final String group;
    private final String brokers;
    private final ProtocolCodec codec = new ProtocolCodec();
    private final JsonFactory json = new JsonFactory();
    private final Connector connector =
            new NettyConnector(TransportSettings.defaults(), ProtocolGeneration.V4, new IoThreads(IoThreads.enough()));
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final Map<TopicPartition, Deque<Input>> underWay = new HashMap<>();
    private final KafkaProducer<String, byte[]> producer;
    private volatile Throwable failure;

    /** @param topics the prefix of its topics, and the name of its group */
    FloorBridge(String brokers, String endpointUrl, String topics) {
        this.brokers = brokers;
        this.address = EndpointAddress.parse(endpointUrl);
        this.group = topics;
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
                new ByteArraySerializer());
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
        Input input = new Input(said.offset(), new String(said.value(), StandardCharsets.UTF_8));
        underWay.computeIfAbsent(partition, any -> new ArrayDeque<>()).add(input);
        conversations.computeIfAbsent(said.key(), Conversation::new).say(input);
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
        private final String text;
        private volatile boolean stored;

        Input(long offset, String text) {
            this.offset = offset;
            this.text = text;
        }
    }

    /** A key: one connection, one turn at a time. */
    private final class Conversation implements ConnectionListener {

        private final String key;
        private final Deque<Input> waiting = new ArrayDeque<>();
        private Connection connection;
        private Input asked;
        private String answer;

        Conversation(String key) {
            this.key = key;
            connector.open(
                    new ConnectRequest(
                            address,
                            HandshakeMode.QUERY,
                            new HandshakeParameters(address.urlToken(), key, key, false, true),
                            TIMEOUT,
                            TIMEOUT,
                            OnReadyTimeout.FAIL),
                    this);
        }

        synchronized void say(Input input) {
            waiting.add(input);
            next();
        }

        private void next() {
            if (connection != null && asked == null && !waiting.isEmpty()) {
                asked = waiting.poll();
                connection.send(codec.encode(
                        new ProcessInput(address.urlToken(), key, key, "camel", null, false, asked.text, null)));
            }
        }

        @Override
        public synchronized void onReady(Connection ready) {
            connection = ready;
            next();
        }

        @Override
        public synchronized void onEvent(Connection from, ServerEvent event, Ack ack, int size) {
            if (ack.requested()) {
                ack.acknowledge();
            }
            if (event instanceof ServerEvent.Output output) {
                answer = output.message().text();
            } else if (event instanceof ServerEvent.FinalPing) {
                Input answered = asked;
                asked = null;
                producer.send(new ProducerRecord<>(group + ".output", key, written(answer)), (stored, problem) -> {
                    if (problem == null) {
                        answered.stored = true;
                    } else {
                        failure = problem;
                    }
                });
                next();
            }
        }

        @Override
        public void onClosed(Connection closed, Loss loss) {
            failure = new IllegalStateException(loss.toString());
        }

        private byte[] written(String text) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator generator = json.createGenerator(bytes)) {
                generator.writeStartObject();
                generator.writeStringField("type", "output");
                generator.writeStringField("sessionKey", key);
                generator.writeStringField("sessionId", key);
                generator.writeStringField("text", text);
                generator.writeNullField("data");
                generator.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
