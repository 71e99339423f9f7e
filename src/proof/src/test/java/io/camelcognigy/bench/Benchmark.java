package io.camelcognigy.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.opentest4j.TestAbortedException;

/**
 * {@code ./mvnw -q test-compile exec:exec@benchmark}: the bridge from Kafka to Kafka, the component and the transports
 * alone, the official clients for Node, and beside them a raw WebSocket client that does the same on the wire, all in one
 * sitting and in turn. Writes {@code docs/performance.md}.
 */
final class Benchmark {

    static final List<String> REFERENCES = List.of(ClientKind.FLOOR.label(), ClientKind.NODE_5.label());

    private static final Load LOAD_OF_ENDPOINT = Load.saturated(200);
    private static final int PACE = 2_000;
    private static final int MANY = 10_000;

    /** The endpoint's ping interval, and the least for a window in which each of many sessions shall have its heartbeat. */
    static final int HEARTBEATS_SECONDS = 25;

    /** For processes that stay up from round to round. */
    private static final List<Load> FEW_SESSIONS = List.of(Load.saturated(1), Load.saturated(200), new Load(200, PACE));

    /** What a turn costs, by the number of sessions. */
    static final List<Results.Column> TURN_COSTS = List.of(
            new Results.Column("1 session", Load.saturated(1), Figures::cpuMicros),
            new Results.Column("200", Load.saturated(200), Figures::cpuMicros),
            new Results.Column("10,000", Load.saturated(MANY), Figures::cpuMicros),
            new Results.Column("200, at 2,000/s", new Load(200, PACE), Figures::cpuMicros),
            new Results.Column("10,000, at 2,000/s", new Load(MANY, PACE), Figures::cpuMicros));

    /** How long a turn takes, at a rate. */
    static final List<Results.Column> TURN_TIMES = List.of(
            new Results.Column("200 sessions: p50", new Load(200, PACE), Figures::p50Micros),
            new Results.Column("p99", new Load(200, PACE), Figures::p99Micros),
            new Results.Column("10,000: p50", new Load(MANY, PACE), Figures::p50Micros),
            new Results.Column("p99", new Load(MANY, PACE), Figures::p99Micros));

    private static final List<Load> MANY_SESSIONS = List.of(Load.saturated(MANY), new Load(MANY, PACE));

    private final Options options;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final long begun = System.nanoTime();
    private final ProcessorTime atBegin = ProcessorTime.now();
    private final Map<String, Long> warmUps = new LinkedHashMap<>();
    private final Results results = new Results(REFERENCES);
    private final MemoryResults memory = new MemoryResults();
    private final KafkaResults kafka = new KafkaResults();
    private final RoadResults jms = JmsPart.results();
    private final RoadResults mail = MailPart.results();
    private final List<Double> endpointMicros = new ArrayList<>();

    private Benchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        new Benchmark(Options.given()).run();
    }

    private void run() throws Exception {
        try (EndpointProcess endpoint = new EndpointProcess()) {
            if (options.wantsPart(Options.CLIENTS)) {
                fewSessions(endpoint);
                manySessions(endpoint);
            }
            if (options.wantsPart(Options.KAFKA) || options.wantsPart(Options.CHART)) {
                new KafkaPart(options, warmUps, kafka, this::say).run(endpoint.url());
            }
            if (options.wantsPart(JmsPart.NAME)) {
                new JmsPart(options, JmsPart.PLAN, warmUps, jms, this::say).run(endpoint.url());
            }
            // Only when asked for by name: under load its floor still loses a turn now and then.
            if (options.parts().contains(MailPart.NAME)) {
                new MailPart(options, MailPart.PLAN, warmUps, mail, this::say).run(endpoint.url());
            }
            if (endpoint.violations() > 0) {
                throw new IllegalStateException(
                        "the endpoint saw violations of the protocol: " + endpoint.violations());
            }
        }
        out.println();
        out.println(results.text());
        if (!memory.isEmpty()) {
            out.printf("One idle session%n%n%s%n", memory.table());
        }
        out.println(kafka.text());
        out.println(jms.text());
        out.println(mail.text());
        if (!kafka.chart().isEmpty()) {
            Files.createDirectories(options.chart().toAbsolutePath().getParent());
            Files.writeString(options.chart(), kafka.chart().svg());
            say("written to %s", options.chart());
        }
        if (options.whole()) {
            String stolen = ProcessorTime.now().stolenSince(atBegin);
            new PerformancePage(
                            options,
                            new PerformancePage.All(results, memory, kafka, jms, mail),
                            warmUps,
                            endpointMicros,
                            stolen,
                            minutes())
                    .write();
            say("written to %s", options.page());
        }
    }

    private void fewSessions(EndpointProcess endpoint) throws Exception {
        List<Load> loads = FEW_SESSIONS.stream().filter(options::wants).toList();
        if (loads.isEmpty()) {
            return;
        }
        List<Contestant> contestants = new ArrayList<>();
        try {
            clients(endpoint, anyone -> true, contestants::add);
            for (Contestant contestant : contestants) {
                warmUps.put(contestant.name(), warmUp(contestant));
            }
            for (Load load : loads) {
                for (Contestant contestant : contestants) {
                    settle(load, contestant, options.settleSeconds());
                }
                for (int round = 1; round <= options.rounds(); round++) {
                    for (Contestant contestant : contestants) {
                        measure(round, load, contestant, endpoint, options.seconds());
                    }
                }
            }
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    /** Each with a process of its own: all of them together would have too many connections. */
    private void manySessions(EndpointProcess endpoint) throws Exception {
        if (!options.wants(Load.saturated(MANY))) {
            return;
        }
        clients(endpoint, anyone -> true, client -> {
            try (client) {
                warmUp(client);
                memory.add(client.name(), client.memory(MANY));
                for (Load load : MANY_SESSIONS) {
                    settle(load, client, options.settleSeconds());
                    measure(1, load, client, endpoint, load.atRate() ? HEARTBEATS_SECONDS : options.seconds());
                }
            }
        });
    }

    /** One after the other; who cannot run here is left out. */
    private void clients(EndpointProcess endpoint, Predicate<ClientKind> who, ClientUse use) throws Exception {
        for (ClientKind kind : ClientKind.values()) {
            if (options.wants(kind.label()) && who.test(kind)) {
                ClientContestant client;
                try {
                    client = new ClientContestant(kind, endpoint);
                } catch (TestAbortedException e) {
                    say("%s is left out: %s", kind.label(), e.getMessage());
                    continue;
                }
                use.of(client);
            }
        }
    }

    private long warmUp(Contestant contestant) throws IOException {
        long turns = contestant.warmUp(options.warmUpTurns(), options.warmUpSeconds());
        say("warm-up of %s: %,d turns", contestant.name(), turns);
        return turns;
    }

    private void settle(Load load, Contestant contestant, long seconds) throws IOException {
        if (contestant.takes(load)) {
            contestant.settle(load, seconds);
        }
    }

    private void measure(int round, Load load, Contestant contestant, EndpointProcess endpoint, int seconds)
            throws IOException {
        if (contestant.takes(load)) {
            long cpu = endpoint.cpuNanos();
            long inputs = endpoint.inputs();
            Figures figures = contestant.measure(load, TimeUnit.SECONDS.toMillis(seconds));
            if (contestant.name().equals(ClientKind.FLOOR.label()) && load.equals(LOAD_OF_ENDPOINT)) {
                endpointMicros.add((endpoint.cpuNanos() - cpu) / 1_000.0 / (endpoint.inputs() - inputs));
            }
            results.add(load, contestant.name(), figures);
            say("round %d, %s, %s: %s", round, load.title(), contestant.name(), figures.text());
        }
    }

    private long minutes() {
        return TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begun) + 1;
    }

    private void say(String format, Object... values) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        out.printf(Locale.ROOT, "%4d s  %s%n", seconds, String.format(Locale.ROOT, format, values));
    }

    /** What is done with a client's process. */
    @FunctionalInterface
    private interface ClientUse {
        void of(ClientContestant client) throws IOException;
    }
}
