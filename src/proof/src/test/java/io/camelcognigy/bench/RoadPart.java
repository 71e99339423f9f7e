package io.camelcognigy.bench;

import io.camelcognigy.bench.KafkaPart.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A road's bridge beside its floor: with a bot that answers at once, in turn; then, anew, with one that thinks. */
final class RoadPart {

    static final Duration THINKING = Duration.ofSeconds(2);

    private final Options options;
    private final Plan plan;
    private final RoadResults results;
    private final Map<String, Long> warmUps;
    private final Progress progress;

    /**
     * What they are put under.
     *
     * @param fast with a bot that answers at once
     * @param seconds the least for a window of that
     * @param waiting with a bot that thinks
     * @param warmUpSeconds the least; also what a load lasts before its first window, and before the window with a bot that thinks
     */
    record Plan(List<Load> fast, int seconds, Load waiting, int warmUpSeconds) {

        int keys() {
            return fast.get(0).sessions();
        }
    }

    /** Starts the processes of one contestant: its own, and the load on it. */
    interface Starting {
        BridgeContestant start(String endpointUrl) throws IOException;
    }

    /** What is done around the measurements. */
    interface Between {
        void each() throws IOException;
    }

    RoadPart(Options options, Plan plan, RoadResults results, Map<String, Long> warmUps, Progress progress) {
        this.options = options;
        this.plan = plan;
        this.results = results;
        this.warmUps = warmUps;
        this.progress = progress;
    }

    /**
     * @param endpointUrl of a bot that answers at once
     * @param contestants how each is started
     * @param between done before each window
     * @throws IllegalStateException that names who failed
     */
    void run(String endpointUrl, List<Starting> contestants, Between between) throws IOException {
        atOnce(endpointUrl, contestants, between);
        try (EndpointProcess slow = new EndpointProcess(THINKING)) {
            for (Starting starting : contestants) {
                try (BridgeContestant contestant = starting.start(slow.url())) {
                    between.each();
                    Figures figures =
                            contestant.measure(plan.waiting(), window(), TimeUnit.SECONDS.toMillis(warmUpSeconds()));
                    results.addWaiting(plan.waiting(), contestant.name(), figures);
                    progress.say("%s, bot %d s: %s", contestant.name(), THINKING.toSeconds(), figures.text());
                }
            }
            if (slow.violations() > 0) {
                throw new IllegalStateException("the endpoint saw violations of the protocol: " + slow.violations());
            }
        }
    }

    private void atOnce(String endpointUrl, List<Starting> starting, Between between) throws IOException {
        List<BridgeContestant> contestants = new ArrayList<>();
        try {
            for (Starting one : starting) {
                contestants.add(one.start(endpointUrl));
            }
            for (BridgeContestant contestant : contestants) {
                long turns = contestant.warmUp(options.warmUpTurns(), warmUpSeconds());
                warmUps.put(contestant.name(), turns);
                progress.say("warm-up of %s: %,d turns", contestant.name(), turns);
            }
            for (Load load : plan.fast()) {
                measure(load, contestants, between);
            }
        } finally {
            contestants.forEach(BridgeContestant::close);
        }
    }

    private void measure(Load load, List<BridgeContestant> contestants, Between between) throws IOException {
        if (load.atRate()) {
            for (BridgeContestant contestant : contestants) {
                contestant.settle(load, warmUpSeconds());
            }
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (BridgeContestant contestant : contestants) {
                between.each();
                Figures figures = contestant.measure(load, window());
                results.add(load, contestant.name(), figures);
                progress.say("round %d, %s, %s: %s", round, load.title(), contestant.name(), figures.text());
            }
        }
    }

    private long warmUpSeconds() {
        return Math.max(plan.warmUpSeconds(), options.warmUpSeconds());
    }

    private long window() {
        return Math.max(options.millis(), TimeUnit.SECONDS.toMillis(plan.seconds()));
    }
}
