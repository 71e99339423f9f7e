package io.camelcognigy.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./mvnw -q test-compile exec:exec@benchmark}: the bridge from Kafka to Kafka, the component and the transport
 * alone, beside a raw WebSocket client that does the same on the wire, all in one sitting and in turn. Writes
 * {@code docs/performance.md}.
 */
final class Benchmark {

    private static final String FLOOR = "floor";
    private static final String TRANSPORT = "transport";
    private static final String COMPONENT = "component";
    private static final List<Integer> SESSIONS = List.of(1, BrokerProcess.PARTITIONS, 200);
    private static final List<Integer> IN_FLIGHT = List.of(1, BrokerProcess.PARTITIONS);

    private final Options options;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Map<String, Long> warmUps = new LinkedHashMap<>();

    private Benchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        new Benchmark(Options.given()).run();
    }

    private void run() throws Exception {
        Results results;
        MemoryResults memory;
        try (EndpointProcess endpoint = new EndpointProcess()) {
            results = speed(endpoint.url());
            memory = memory(endpoint.url());
            if (endpoint.violations() > 0) {
                throw new IllegalStateException(
                        "the endpoint saw violations of the protocol: " + endpoint.violations());
            }
        }
        out.println();
        results.levels().forEach(level -> out.printf("Sessions at once: %d%n%n%s%n", level, results.table(level)));
        out.printf("One idle session of %,d%n%n%s%n", options.sessions(), memory.table());
        new PerformancePage(options, results, memory, warmUps).write();
        out.println("Written to " + options.page());
    }

    private Results speed(String endpointUrl) throws IOException {
        out.println("Starting floor, transport, component, and the bridge with its broker and its load ...");
        List<Contestant> contestants = new ArrayList<>();
        try {
            contestants.add(new ClientContestant(FLOOR, FLOOR, endpointUrl, SESSIONS));
            contestants.add(new ClientContestant(TRANSPORT, TRANSPORT, endpointUrl, SESSIONS));
            contestants.add(new ClientContestant(COMPONENT, COMPONENT, endpointUrl, SESSIONS));
            contestants.add(new BridgeContestant(endpointUrl, IN_FLIGHT));
            for (Contestant contestant : contestants) {
                long turns = contestant.warmUp(options.warmUpTurns(), options.warmUpSeconds());
                warmUps.put(contestant.name(), turns);
                out.printf(Locale.ROOT, "Warm-up of %s: %,d turns%n", contestant.name(), turns);
            }
            return rounds(contestants);
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    private Results rounds(List<Contestant> contestants) throws IOException {
        Results results = new Results(FLOOR);
        for (int round = 1; round <= options.rounds(); round++) {
            for (int level : SESSIONS) {
                for (Contestant contestant : contestants) {
                    if (contestant.levels().contains(level)) {
                        Figures figures = contestant.measure(level, TimeUnit.SECONDS.toMillis(options.seconds()));
                        results.add(level, contestant.name(), figures);
                        progress(round, level, contestant.name(), figures);
                    }
                }
            }
        }
        return results;
    }

    private void progress(int round, int level, String name, Figures figures) {
        out.printf(
                Locale.ROOT,
                "Round %d of %d, %3d at once, %-22s %,8.0f turns/s, p50 %,7.0f µs, p99 %,7.0f µs, CPU %,6.1f µs%n",
                round,
                options.rounds(),
                level,
                name,
                figures.turnsPerSecond(),
                figures.p50Micros(),
                figures.p99Micros(),
                figures.cpuMicros());
    }

    private MemoryResults memory(String endpointUrl) throws IOException {
        Map<String, List<Memory>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= options.memoryRounds(); round++) {
            for (String kind : List.of(FLOOR, TRANSPORT, COMPONENT)) {
                out.printf(
                        Locale.ROOT,
                        "Memory of %,d sessions, round %d of %d, %s%n",
                        options.sessions(),
                        round,
                        options.memoryRounds(),
                        kind);
                rounds.computeIfAbsent(kind, any -> new ArrayList<>()).add(memory(kind, endpointUrl));
            }
        }
        MemoryResults results = new MemoryResults();
        rounds.forEach(results::add);
        return results;
    }

    private Memory memory(String kind, String endpointUrl) throws IOException {
        try (ChildProcess child =
                ChildProcess.start("memory-" + kind, ClientProcess.class, Jvm.tightOptions(), kind, endpointUrl)) {
            return Memory.parse(child.command("memory " + options.sessions()));
        }
    }
}
