package io.camelcognigy.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What can be said with {@code -D}.
 *
 * @param rounds {@code bench.rounds}: how often everyone is measured
 * @param seconds {@code bench.seconds}: the length of one measurement
 * @param warmUpTurns {@code bench.warmup}: turns of everyone before the first round, fewer where they take too long
 * @param contestants {@code bench.clients}: who is measured, by name; {@link #ALL} for everyone
 * @param sessions {@code bench.levels}: with how many sessions at once; empty for all
 * @param parts {@code bench.parts}: what is measured, such as {@link #CLIENTS}; empty for all
 * @param page {@code bench.page}: where the results of a whole run are written
 */
record Options(
        int rounds,
        int seconds,
        int warmUpTurns,
        List<String> contestants,
        List<Integer> sessions,
        List<String> parts,
        Path page) {

    /** Everyone who talks to the endpoint directly. */
    static final String CLIENTS = "clients";

    /** Bridges, from Kafka to Kafka. */
    static final String KAFKA = "kafka";

    /** Latency of bridges from Kafka to Kafka, under more and more load. */
    static final String CHART = "chart";

    /** Who is on the page. The others are variants, measured when asked for. */
    static final List<String> ON_PAGE = List.of(
            "floor",
            "netty",
            "netty-wss",
            "netty-wss-openssl",
            "socketio",
            "component-netty",
            "node-5",
            "bridge-floor",
            "bridge-netty",
            "bridge-node-tuned",
            "camel-kafka");

    static final String ALL = "all";

    private static final int TURNS_PER_WARM_UP_SECOND = 10_000;

    static Options given() {
        return new Options(
                Integer.getInteger("bench.rounds", 3),
                Integer.getInteger("bench.seconds", 2),
                Integer.getInteger("bench.warmup", 50_000),
                list("bench.clients").isEmpty() ? ON_PAGE : list("bench.clients"),
                list("bench.levels").stream().map(Integer::valueOf).toList(),
                list("bench.parts"),
                Path.of(System.getProperty("bench.page", "docs/performance.md")));
    }

    /** What a warm-up may take; a fast contestant has its turns long before. */
    int warmUpSeconds() {
        return Math.max(1, warmUpTurns / TURNS_PER_WARM_UP_SECOND);
    }

    /** How long a load lasts before its first window, for a client that stays up from load to load. */
    int settleSeconds() {
        return Math.max(1, warmUpSeconds() / 2);
    }

    long millis() {
        return seconds * 1_000L;
    }

    boolean wants(String contestant) {
        return contestants.contains(ALL) || contestants.contains(contestant);
    }

    boolean wants(Load load) {
        return sessions.isEmpty() || sessions.contains(load.sessions());
    }

    boolean wantsPart(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    /** The picture that belongs to the page. */
    Path chart() {
        return page.resolveSibling(page.getFileName().toString().replaceFirst("\\.md$", "") + ".svg");
    }

    /** Whether nothing is left out: only then there is a page of it. */
    boolean whole() {
        return (contestants.contains(ALL) || contestants.containsAll(ON_PAGE)) && sessions.isEmpty() && parts.isEmpty();
    }

    private static List<String> list(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .filter(word -> !word.isBlank())
                .toList();
    }
}
