package io.camelcognigy.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker inside this JVM, on the loopback interface, for the demonstration and for tests. One node that is
 * broker and controller; its data lies in a temporary folder that {@link #close()} removes.
 *
 * <p>Topics exist only if they were asked for: a misspelt name is an error here, as it is on most real clusters.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String HOST = Loopback.HOST;
    /** A dead letter is the original and its reason: it must fit where the original only just did. */
    private static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;

    private final int port;
    private final Path folder;
    private final KafkaRaftServer server;

    private EmbeddedKafka(int port, Path folder, KafkaRaftServer server) {
        this.port = port;
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts a broker and returns when it takes records. Blocks for two to four seconds.
     *
     * @param port where clients connect; 0 takes a free one
     * @param topics created with {@code partitions} partitions each
     * @throws ServerStartException if the port is taken
     */
    public static EmbeddedKafka start(int port, int partitions, Collection<String> topics) {
        return start(port, partitions, topics, Map.of());
    }

    /** @param settings of the broker, beside or instead of those that it has here */
    public static EmbeddedKafka start(
            int port, int partitions, Collection<String> topics, Map<String, String> settings) {
        int clientPort = Loopback.port(
                port,
                "The embedded Kafka",
                "point kafka.brokers at a Kafka of your own, or choose another port with embedded.kafka.port");
        EmbeddedKafka kafka;
        try {
            Path folder = Files.createTempDirectory("camel-cognigy-kafka-");
            kafka = new EmbeddedKafka(clientPort, folder, server(folder, clientPort, settings));
        } catch (Exception e) {
            throw new IllegalStateException("the embedded Kafka could not be set up", e);
        }
        try {
            kafka.server.startup();
            kafka.create(topics, partitions);
            return kafka;
        } catch (Exception e) {
            kafka.close();
            throw new IllegalStateException("the embedded Kafka did not start", e);
        }
    }

    /** Host and port, as {@code bootstrap.servers} takes them. */
    public String brokers() {
        return HOST + ":" + port;
    }

    /** Where the data lies while the broker runs. */
    Path folder() {
        return folder;
    }

    /** Adds topics. Returns when they exist. */
    public void create(Collection<String> topics, int partitions) throws ExecutionException, InterruptedException {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic, partitions, (short) 1))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            admin.createTopics(wanted).all().get();
        }
    }

    /** Stops the broker and removes its data. Idempotent. */
    @Override
    public void close() {
        server.shutdown();
        // Only then: a running broker that loses its folder halts the JVM.
        server.awaitShutdown();
        delete(folder);
    }

    private static KafkaRaftServer server(Path folder, int port, Map<String, String> settings) throws Exception {
        Map<String, String> config = KafkaNode.config(folder, new KafkaNode.Listener("CLIENTS", port, port));
        config.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        config.putAll(settings);
        KafkaNode.format(folder);
        return new KafkaRaftServer(KafkaConfig.apply(config, false), Time.SYSTEM);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(EmbeddedKafka::deleteOne);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Could not remove {}: {}", folder, e.getMessage());
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
