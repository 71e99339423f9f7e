package io.camelcognigy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The bridge from Kafka to Kafka: broker, bridge and load are a process each. Turns and latencies are the load's, from the
 * record it sends to the record it gets; the CPU time is the bridge's.
 */
final class BridgeContestant implements Contestant {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final List<Integer> levels;
    private final Deque<ChildProcess> processes = new ArrayDeque<>();
    private final ChildProcess bridge;
    private final ChildProcess load;

    BridgeContestant(String endpointUrl, List<Integer> levels) throws IOException {
        this.levels = levels;
        try {
            ChildProcess broker = BrokerProcess.start();
            processes.push(broker);
            String brokers = broker.command("brokers");
            bridge = BridgeProcess.start(endpointUrl, brokers);
            processes.push(bridge);
            load = ChildProcess.start("load", ClientProcess.class, Jvm.options(), "load", brokers);
            processes.push(load);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "bridge, Kafka to Kafka";
    }

    @Override
    public List<Integer> levels() {
        return levels;
    }

    @Override
    public long warmUp(long turns, long seconds) throws IOException {
        return Long.parseLong(load.command("warm " + BrokerProcess.PARTITIONS + " " + turns + " " + seconds));
    }

    @Override
    public Figures measure(int level, long millis) throws IOException {
        List<Long> cpu = new ArrayList<>();
        String line = load.command("measure " + level + " " + millis, () -> cpu.add(bridgeCpu()));
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
        processes.forEach(ChildProcess::close);
    }
}
