package io.camelcognigy.proof;

import io.camelcognigy.servers.KafkaNode;
import io.camelcognigy.servers.Loopback;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A Kafka broker in a process of its own that can be killed and started again on the same data. It has two listeners:
 * one for the bridge, which is told that the broker is where the proxy stands, and one for the harness.
 */
final class Broker implements AutoCloseable {

    static final int PARTITIONS = 8;

    /** A dead letter is the original and its reason: it must fit where the original only just did. */
    static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;

    private static final String HOST = Loopback.HOST;

    private final Path properties;
    private final int harnessPort;
    private final int bridgePort;
    private final KafkaLinks links = new KafkaLinks();
    private final TcpProxy proxy;
    private Child child;

    Broker(Path folder) {
        harnessPort = Loopback.freePort();
        bridgePort = Loopback.freePort(harnessPort);
        proxy = TcpProxy.to(bridgePort, links::name);
        properties = folder.resolve("server.properties");
        Path data = folder.resolve("kafka-data");
        try (Writer writer = Files.newBufferedWriter(properties)) {
            config(data).store(writer, null);
            KafkaNode.format(data);
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

    /** Of the bridges before: the clients of the next have the same names. */
    void forgetClients() {
        links.forget();
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
        Properties config = new Properties();
        config.putAll(KafkaNode.config(
                data,
                new KafkaNode.Listener("HARNESS", harnessPort, harnessPort),
                new KafkaNode.Listener("BRIDGE", bridgePort, proxy.port())));
        // A killed bridge is missed soon, so that a test need not wait for it.
        config.put("group.min.session.timeout.ms", "1000");
        config.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        return config;
    }

    @Override
    public void close() {
        child.close();
        proxy.close();
    }
}
