package io.camelcognigy.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in a process of its own that can be killed and started again on the same data. It has two listeners:
 * one for the bridge, which is told that the broker is where the proxy stands, and one for the harness.
 */
final class Broker implements AutoCloseable {

    static final int PARTITIONS = 8;

    private static final String HOST = "127.0.0.1";

    private final Path properties;
    private final int harnessPort;
    private final int bridgePort;
    private final KafkaLinks links = new KafkaLinks();
    private final TcpProxy proxy;
    private Child child;

    Broker(Path folder) {
        harnessPort = freePort();
        bridgePort = freePort(harnessPort);
        proxy = TcpProxy.to(bridgePort, links::name);
        properties = folder.resolve("server.properties");
        Path data = folder.resolve("kafka-data");
        try (Writer writer = Files.newBufferedWriter(properties)) {
            config(data).store(writer, null);
            new Formatter()
                    .setPrintStream(new PrintStream(new ByteArrayOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's folder could not be made", e);
        }
        start();
        createTopics();
    }

    /** Starts it anew on the same data; the one before must be dead. */
    void start() {
        child = Child.start("broker", BrokerMain.class, List.of("-Xmx384m"), List.of(properties.toString()));
    }

    boolean alive() {
        return child.alive();
    }

    void kill() {
        child.kill();
    }

    /** Between the bridge and the broker. A link's name is the client's. */
    TcpProxy proxy() {
        return proxy;
    }

    /** What only a client's links do that has asked for a topic; the bridge has one producer for each. */
    Predicate<String> producerOf(String topic) {
        return links.producerOf(topic);
    }

    /** For the bridge. */
    String brokers() {
        return HOST + ":" + proxy.port();
    }

    /** Past the proxy. */
    String harnessBrokers() {
        return HOST + ":" + harnessPort;
    }

    private void createTopics() {
        List<NewTopic> topics = List.of(Topics.INPUT, Topics.OUTPUT, Topics.DEAD_LETTER).stream()
                .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                .toList();
        // While the broker starts, the client tries again.
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", harnessBrokers()))) {
            admin.createTopics(topics).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Properties config(Path data) {
        int controllerPort = freePort(harnessPort, bridgePort);
        Properties config = new Properties();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        config.put(
                "listeners",
                "HARNESS://%s:%d,BRIDGE://%s:%d,CONTROLLER://%s:%d"
                        .formatted(HOST, harnessPort, HOST, bridgePort, HOST, controllerPort));
        config.put(
                "advertised.listeners",
                "HARNESS://%s:%d,BRIDGE://%s:%d".formatted(HOST, harnessPort, HOST, proxy.port()));
        config.put("listener.security.protocol.map", "HARNESS:PLAINTEXT,BRIDGE:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("inter.broker.listener.name", "HARNESS");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("log.dirs", data.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // A killed bridge is missed soon, so that a test need not wait for it.
        config.put("group.min.session.timeout.ms", "1000");
        return config;
    }

    /** @param taken those that nobody listens on yet */
    private static int freePort(Integer... taken) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            return List.of(taken).contains(port) ? freePort(taken) : port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
        proxy.close();
    }
}
