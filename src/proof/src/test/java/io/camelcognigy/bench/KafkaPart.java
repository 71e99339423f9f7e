package io.camelcognigy.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Bridges from Kafka to Kafka: how fast they are with a bot that answers at once, beside one written for Node; and how many
 * turns are under way with a bot that thinks, beside a consumer that waits for each. One broker serves them all.
 */
final class KafkaPart {

    static final int KEYS = 400;

    /** With a bot that answers at once. */
    static final Load STEADY = new Load(KEYS, 1_000);

    private static final List<Load> LOADS = List.of(Load.saturated(KEYS), STEADY);

    private static final List<BridgeKind> AT_ONCE = List.of(
            BridgeKind.FLOOR,
            BridgeKind.NETTY,
            BridgeKind.UNREGISTERED,
            BridgeKind.SOCKETIO,
            BridgeKind.NODE,
            BridgeKind.NODE_TUNED);

    /** In the picture: turns a second, until one cannot follow. */
    private static final List<Integer> RATES = List.of(250, 500, 1_000, 2_000, 4_000, 8_000, 16_000);

    private static final Set<String> IN_PICTURE =
            Set.of(BridgeKind.FLOOR.label(), BridgeKind.NETTY.label(), BridgeKind.NODE_TUNED.label());

    private static final double FOLLOWS = 0.95;
    private static final long PICTURE_RAMP_MILLIS = 1_000;

    static final Duration THINKING = Duration.ofSeconds(2);

    /** 5,000 of its turns wait for the bot at any time, and some are on the way there or back: so it has more keys. */
    static final Load WAITING = new Load(6_000, 2_500);

    static final int TURNS = 6_000;
    static final String HEAP = "-Xmx1g";
    static final int RAMP_SECONDS = 15;
    private static final int PLAIN_RAMP_SECONDS = 2;
    static final int WAITING_SECONDS = 15;
    static final int PLAIN_SECONDS = 12;

    /** A load at a rate lasts so many times the warm-up before its first window. */
    private static final long SETTLING = 2;

    /** One is always waiting while the other is served. */
    private static final Load PLAIN = Load.saturated(2);

    private final Options options;
    private final Map<String, Long> warmUps;
    private final KafkaResults results;
    private final Progress progress;

    /** Says what was done. */
    @FunctionalInterface
    interface Progress {
        void say(String format, Object... values);
    }

    KafkaPart(Options options, Map<String, Long> warmUps, KafkaResults results, Progress progress) {
        this.options = options;
        this.warmUps = warmUps;
        this.results = results;
        this.progress = progress;
    }

    /** @param endpointUrl of a bot that answers at once */
    void run(String endpointUrl) throws IOException {
        List<String> prefixes =
                Arrays.stream(BridgeKind.values()).map(BridgeKind::label).toList();
        try (ChildProcess broker = BrokerProcess.start(prefixes)) {
            String brokers = broker.command("brokers");
            atOnce(brokers, endpointUrl);
        }
        if (!options.wantsPart(Options.KAFKA)) {
            return;
        }
        try (ChildProcess broker = BrokerProcess.start(prefixes);
                EndpointProcess slow = new EndpointProcess(THINKING)) {
            waiting(broker.command("brokers"), slow);
        }
    }

    private void atOnce(String brokers, String endpointUrl) throws IOException {
        List<Load> loads = LOADS.stream().filter(options::wants).toList();
        List<BridgeContestant> contestants = new ArrayList<>();
        try {
            for (BridgeKind kind : AT_ONCE) {
                if (options.wants(kind.label()) && !loads.isEmpty()) {
                    start(kind, brokers, endpointUrl, contestants);
                }
            }
            for (BridgeContestant contestant : contestants) {
                long turns = contestant.warmUp(options.warmUpTurns(), options.warmUpSeconds());
                warmUps.put(contestant.name(), turns);
                progress.say("warm-up of %s: %,d turns", contestant.name(), turns);
            }
            if (options.wantsPart(Options.CHART)) {
                picture(contestants);
            }
            for (Load load : options.wantsPart(Options.KAFKA) ? loads : List.<Load>of()) {
                if (load.atRate()) {
                    for (BridgeContestant contestant : contestants) {
                        contestant.settle(load, SETTLING * options.warmUpSeconds());
                    }
                }
                for (int round = 1; round <= options.rounds(); round++) {
                    for (BridgeContestant contestant : contestants) {
                        Figures figures = contestant.measure(load, options.millis());
                        results.add(load, contestant.name(), figures);
                        progress.say("round %d, %s, %s: %s", round, load.title(), contestant.name(), figures.text());
                    }
                }
            }
        } finally {
            contestants.forEach(BridgeContestant::close);
        }
    }

    private void picture(List<BridgeContestant> contestants) throws IOException {
        for (BridgeContestant contestant : contestants) {
            for (int rate : IN_PICTURE.contains(contestant.name()) ? RATES : List.<Integer>of()) {
                Load load = new Load(KEYS, rate);
                Figures figures = contestant.measure(load, options.millis(), PICTURE_RAMP_MILLIS);
                results.chart().add(contestant.name(), rate, figures);
                progress.say("picture, %s, %s: %s", load.title(), contestant.name(), figures.text());
                if (figures.turnsPerSecond() < FOLLOWS * rate) {
                    break;
                }
            }
        }
    }

    private void start(BridgeKind kind, String brokers, String endpointUrl, List<BridgeContestant> contestants)
            throws IOException {
        try {
            contestants.add(new BridgeContestant(kind, brokers, endpointUrl, Jvm.options()));
        } catch (TestAbortedException e) {
            progress.say("%s is left out: %s", kind.label(), e.getMessage());
        }
    }

    private void waiting(String brokers, EndpointProcess slow) throws IOException {
        if (options.wants(WAITING)) {
            waiting(BridgeKind.NETTY, brokers, slow, WAITING, RAMP_SECONDS, WAITING_SECONDS, "--kafka.turns=" + TURNS);
        }
        if (options.wants(PLAIN)) {
            waiting(BridgeKind.CAMEL_KAFKA, brokers, slow, PLAIN, PLAIN_RAMP_SECONDS, PLAIN_SECONDS);
        }
        if (slow.violations() > 0) {
            throw new IllegalStateException("the endpoint saw violations of the protocol: " + slow.violations());
        }
    }

    private void waiting(
            BridgeKind kind, String brokers, EndpointProcess slow, Load load, int ramp, int seconds, String... settings)
            throws IOException {
        if (!options.wants(kind.label())) {
            return;
        }
        try (BridgeContestant contestant =
                new BridgeContestant(kind, brokers, slow.url(), Jvm.options(HEAP), settings)) {
            progress.say("%s, bot %d s: %s", kind.label(), THINKING.toSeconds(), load.title());
            Figures figures =
                    contestant.measure(load, TimeUnit.SECONDS.toMillis(seconds), TimeUnit.SECONDS.toMillis(ramp));
            results.addWaiting(kind.label(), figures);
            progress.say("%s, bot %d s: %s", kind.label(), THINKING.toSeconds(), figures.text());
        }
    }
}
