package io.camelcognigy.servers;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka node that is broker and controller in one, on the loopback interface: what it must be told, and what must lie in
 * its folder before it starts.
 */
public final class KafkaNode {

    private static final String HOST = Loopback.HOST;
    private static final String CONTROLLER = "CONTROLLER";
    private static final int ID = 1;

    private KafkaNode() {}

    /**
     * Where clients connect, without encryption.
     *
     * @param advertisedPort where the broker tells them to come
     */
    public record Listener(String name, int port, int advertisedPort) {}

    /**
     * Topics exist only if they were asked for; replication, and waiting for others, is for larger clusters.
     *
     * @param listeners the first is also the broker's own way to itself
     * @return can be added to
     */
    public static Map<String, String> config(Path folder, Listener... listeners) {
        List<Listener> all = List.of(listeners);
        int controllerPort = Loopback.freePort(all.stream().map(Listener::port).toArray(Integer[]::new));
        Map<String, String> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(ID));
        config.put("controller.quorum.voters", ID + "@" + HOST + ":" + controllerPort);
        config.put(
                "listeners",
                all.stream()
                                .map(listener -> address(listener.name(), listener.port()))
                                .collect(Collectors.joining(",", "", ","))
                        + address(CONTROLLER, controllerPort));
        config.put(
                "advertised.listeners",
                all.stream()
                        .map(listener -> address(listener.name(), listener.advertisedPort()))
                        .collect(Collectors.joining(",")));
        config.put(
                "listener.security.protocol.map",
                all.stream().map(listener -> listener.name() + ":PLAINTEXT,").collect(Collectors.joining()) + CONTROLLER
                        + ":PLAINTEXT");
        config.put("inter.broker.listener.name", all.get(0).name());
        config.put("controller.listener.names", CONTROLLER);
        config.put("log.dirs", folder.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        return config;
    }

    /** Makes an empty folder that of a new cluster. */
    public static void format(Path folder) throws Exception {
        new Formatter()
                // What it prints is for someone at a console.
                .setPrintStream(new PrintStream(new ByteArrayOutputStream()))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(ID)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(CONTROLLER)
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .run();
    }

    private static String address(String listener, int port) {
        return listener + "://" + HOST + ":" + port;
    }
}
