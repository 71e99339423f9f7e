package io.camelcognigy.bench;

import io.camelcognigy.testing.Node;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Who can be measured from Kafka to Kafka, each with topics of its own. */
enum BridgeKind {
    /** What it costs at least: {@link FloorBridge}. */
    FLOOR("bridge-floor"),
    /** The bridge as it is shipped, over the Netty transport. */
    NETTY("bridge-netty"),
    /** The same without a register: its sessions end with it. */
    UNREGISTERED("bridge-unregistered"),
    /** The same over the Socket.IO library. */
    SOCKETIO("bridge-socketio"),
    /** {@code src/test/node/bridge.js}: kafkajs, as it is meant to be used, and the official client. */
    NODE("bridge-node"),
    /** The same with more of its own and less of what kafkajs offers. */
    NODE_TUNED("bridge-node-tuned"),
    /** The bridge with {@code bench/camel-kafka.yaml}: a consumer that waits for each turn. */
    CAMEL_KAFKA("camel-kafka");

    private static final String SHIPPED = "file:routes/kafka.yaml";

    private final String label;

    BridgeKind(String label) {
        this.label = label;
    }

    /** The name in tables and options, and the prefix of its topics. */
    String label() {
        return label;
    }

    /**
     * Starts its process. That it consumes is known when there are answers. Its CPU time can be asked for.
     *
     * @param options for the JVM
     * @param settings of the bridge
     * @throws org.opentest4j.TestAbortedException where it needs Node and there is none
     */
    ChildProcess start(String brokers, String endpointUrl, List<String> options, String... settings)
            throws IOException {
        return switch (this) {
            case FLOOR ->
                ChildProcess.start(label, RoadFloorProcess.class, options, Options.KAFKA, brokers, endpointUrl, label);
            case NETTY -> bridge(brokers, endpointUrl, "netty", SHIPPED, options, settings);
            case UNREGISTERED ->
                bridge(
                        brokers,
                        endpointUrl,
                        "netty",
                        SHIPPED,
                        options,
                        Stream.concat(Stream.of("--kafka.register=off"), Stream.of(settings))
                                .toArray(String[]::new));
            case SOCKETIO -> bridge(brokers, endpointUrl, "socketio", SHIPPED, options, settings);
            case CAMEL_KAFKA ->
                bridge(brokers, endpointUrl, "netty", "classpath:bench/camel-kafka.yaml", options, settings);
            case NODE -> node(brokers, endpointUrl, "--plain");
            case NODE_TUNED -> node(brokers, endpointUrl, "--tuned");
        };
    }

    private ChildProcess node(String brokers, String endpointUrl, String mode) throws IOException {
        return ChildProcess.start(
                label, Node.program("bridge.js", "--brokers", brokers, "--topics", label, "--url", endpointUrl, mode));
    }

    private ChildProcess bridge(
            String brokers,
            String endpointUrl,
            String transport,
            String routes,
            List<String> options,
            String... settings)
            throws IOException {
        // What is given counts; the same setting twice would be a list.
        return BridgeProcess.start(
                label,
                options,
                Stream.concat(
                                Stream.of(
                                                "--camel.main.routes-include-pattern=" + routes,
                                                "--camel.component.cognigy.transport=" + transport,
                                                "--camel.component.cognigy.connect-rate=1000",
                                                "--cognigy.endpoint-url=" + endpointUrl,
                                                "--kafka.brokers=" + brokers,
                                                "--kafka.group-id=" + label,
                                                "--kafka.input=" + label + ".input",
                                                "--kafka.output=" + label + ".output",
                                                "--kafka.dead-letter=" + label + ".dead-letter")
                                        .filter(usual -> Stream.of(settings)
                                                .noneMatch(given ->
                                                        given.startsWith(usual.substring(0, usual.indexOf('=') + 1)))),
                                Stream.of(settings))
                        .toArray(String[]::new));
    }
}
