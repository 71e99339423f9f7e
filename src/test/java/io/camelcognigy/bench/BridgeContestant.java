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

    static final String NAME = "bridge";

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Deque<ChildProcess> processes = new ArrayDeque<>();
    private final ChildProcess bridge;
    private final ChildProcess generator;

    BridgeContestant(String endpointUrl) throws IOException {
        try {
            ChildProcess broker = BrokerProcess.start();
            processes.push(broker);
            String brokers = broker.command("brokers");
            bridge = BridgeProcess.start(endpointUrl, brokers);
            processes.push(bridge);
            generator = ChildProcess.start("load", ClientProcess.class, Jvm.options(), ClientProcess.KAFKA, brokers);
            processes.push(generator);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /** It never has more turns under way than consumers, and asks for the next record when it can. */
    @Override
    public boolean takes(Load load) {
        return load.perSecond() == Load.AS_FAST_AS_IT_GOES && load.sessions() <= BrokerProcess.PARTITIONS;
    }

    @Override
    public long warmUp(long turns, long seconds) throws IOException {
        return Long.parseLong(generator.command("warm " + BrokerProcess.PARTITIONS + " " + turns + " " + seconds));
    }

    @Override
    public Figures measure(Load load, long millis) throws IOException {
        List<Long> cpu = new ArrayList<>();
        String line = generator.command(load.command(millis), () -> cpu.add(bridgeCpu()));
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
