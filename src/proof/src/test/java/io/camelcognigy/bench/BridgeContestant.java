package io.camelcognigy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A bridge from Kafka to Kafka: bridge and load are a process each. Turns and latencies are the load's, from the record it
 * sends to the record it gets; the CPU time is the bridge's.
 */
final class BridgeContestant implements Contestant {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final BridgeKind kind;
    private final ChildProcess bridge;
    private final ChildProcess generator;

    /**
     * @param options for the JVM of the bridge
     * @param settings of the bridge
     * @throws org.opentest4j.TestAbortedException where it needs Node and there is none
     */
    BridgeContestant(BridgeKind kind, String brokers, String endpointUrl, List<String> options, String... settings)
            throws IOException {
        this.kind = kind;
        generator = ChildProcess.start(
                "load-" + kind.label(), ClientProcess.class, Jvm.options(), ClientProcess.KAFKA, brokers, kind.label());
        try {
            bridge = kind.start(brokers, endpointUrl, options, settings);
        } catch (IOException | RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return kind.label();
    }

    @Override
    public boolean takes(Load load) {
        return true;
    }

    @Override
    public long warmUp(long turns, long seconds) throws IOException {
        return Long.parseLong(generator.command("warm " + KafkaPart.KEYS + " " + turns + " " + seconds));
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
        String line = generator.command(command, () -> cpu.add(bridgeCpu()));
        return Figures.parse(line).withCpu(cpu.get(1) - cpu.get(0), millis / MILLIS_PER_SECOND);
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
