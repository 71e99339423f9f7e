package io.camelcognigy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A bridge: it and the load on it are a process each. Turns and latencies are the load's, from what it sends to what it
 * gets; the CPU time is the bridge's. Where the bridge dies, the load ends with it, and the failure says who has died.
 */
final class BridgeContestant implements Contestant {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final String name;
    private final int keys;
    private final ChildProcess bridge;
    private final ChildProcess generator;

    /** Starts one of the two processes. */
    @FunctionalInterface
    interface Starting {
        ChildProcess start() throws IOException;
    }

    /**
     * From Kafka to Kafka.
     *
     * @param options for the JVM of the bridge
     * @param settings of the bridge
     * @throws org.opentest4j.TestAbortedException where it needs Node and there is none
     */
    BridgeContestant(BridgeKind kind, String brokers, String endpointUrl, List<String> options, String... settings)
            throws IOException {
        this(
                kind.label(),
                KafkaPart.KEYS,
                () -> ChildProcess.start(
                        "load-" + kind.label(),
                        ClientProcess.class,
                        Jvm.options(),
                        ClientProcess.KAFKA,
                        brokers,
                        kind.label()),
                () -> kind.start(brokers, endpointUrl, options, settings));
    }

    /**
     * @param keys with how many it is warmed up
     * @param startOfLoad started first
     */
    BridgeContestant(String name, int keys, Starting startOfLoad, Starting startOfBridge) throws IOException {
        this.name = name;
        this.keys = keys;
        generator = startOfLoad.start();
        try {
            bridge = startOfBridge.start();
        } catch (IOException | RuntimeException e) {
            generator.close();
            throw e;
        }
        bridge.onExit(generator::end);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean takes(Load load) {
        return true;
    }

    @Override
    public long warmUp(long turns, long seconds) throws IOException {
        return Long.parseLong(load("warm " + keys + " " + turns + " " + seconds, () -> {}));
    }

    @Override
    public Figures measure(Load load, long millis) throws IOException {
        return measure(load.command(millis), millis);
    }

    /** @param rampMillis how long the load lasts before the window begins */
    Figures measure(Load load, long millis, long rampMillis) throws IOException {
        return measure(load.command(millis, rampMillis), millis);
    }

    private Figures measure(String command, long millis) throws IOException {
        List<Long> cpu = new ArrayList<>();
        String line = load(command, () -> cpu.add(bridgeCpu()));
        return Figures.parse(line).withCpu(cpu.get(1) - cpu.get(0), millis / MILLIS_PER_SECOND);
    }

    private String load(String command, Runnable onEdge) throws IOException {
        try {
            return generator.command(command, onEdge);
        } catch (IllegalStateException e) {
            // Says so if it is not there any more: that is the reason then.
            bridge.command("cpu");
            throw e;
        }
    }

    private long bridgeCpu() {
        try {
            return Long.parseLong(bridge.command("cpu"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        generator.close();
        bridge.close();
    }
}
