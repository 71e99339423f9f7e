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
    private static final int PACE_OF_ONE = 500;
    private static final int MANY = 10_000;
    private static final int MOST = 19_000;

    /** The endpoint's ping interval, and the least for a window in which each of many sessions shall have its heartbeat. */
    static final int HEARTBEATS_SECONDS = 25;

    /** For processes that stay up from round to round. */
    private static final List<Load> FEW_SESSIONS = List.of(
            Load.saturated(1),
            new Load(1, PACE_OF_ONE),
            Load.saturated(200),
            new Load(200, PACE),
            Load.saturated(2_000),
            new Load(2_000, PACE));

    /** For processes that are new in each round: all of them together would have too many connections. */
    private static final List<Load> MANY_SESSIONS =
            List.of(Load.saturated(MANY), new Load(MANY, PACE), new Load(MOST, PACE));

    /** The same, but opened as people come. {@code connectRate} would take four times as long by default. */
    private static final Load OPENED_EVENLY = new Load(MANY, PACE, HEARTBEATS_SECONDS);

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
            if (options.wantsPart(Options.KAFKA)) {
                new KafkaPart(options, warmUps, kafka, this::say).run(endpoint.url());
            }
            if (options.wantsPart(JmsPart.NAME)) {
                new JmsPart(options, JmsPart.PLAN, warmUps, jms, this::say).run(endpoint.url());
            }
            if (options.wantsPart(MailPart.NAME)) {
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
        out.println(JmsPart.text(jms));
        out.println(MailPart.text(mail));
        if (options.whole()) {
            String stolen = ProcessorTime.now().stolenSince(atBegin);
            new PerformancePage(options, results, memory, kafka, warmUps, endpointMicros, stolen).write();
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

    private void manySessions(EndpointProcess endpoint) throws Exception {
        List<Load> loads = MANY_SESSIONS.stream().filter(options::wants).toList();
        for (int round = 1; round <= options.freshRounds() && !loads.isEmpty(); round++) {
            int number = round;
            clients(endpoint, anyone -> true, client -> {
                try (client) {
                    warmUp(client);
                    memory.add(client.name(), client.memory(MANY));
                    for (Load load : loads) {
                        fresh(number, load, client, endpoint);
                    }
                }
            });
            clients(endpoint, kind -> options.wants(OPENED_EVENLY) && kind.takes(OPENED_EVENLY), client -> {
                try (client) {
                    warmUp(client);
                    client.open(OPENED_EVENLY);
                    settle(Load.saturated(MANY), client, options.warmUpSeconds());
                    fresh(number, OPENED_EVENLY, client, endpoint);
                }
            });
        }
    }

    private void fresh(int round, Load load, ClientContestant client, EndpointProcess endpoint) throws IOException {
        settle(load, client, options.warmUpSeconds());
        measure(round, load, client, endpoint, manySeconds(load));
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

    private int manySeconds(Load load) {
        return load.atRate() ? Math.max(HEARTBEATS_SECONDS, options.seconds()) : options.seconds();
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
