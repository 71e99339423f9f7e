package io.camelcognigy.bench;

import io.camelcognigy.bench.Results.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a road's bridge and its floor gave. */
final class RoadResults {

    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final String floor;
    private final Duration thinking;
    private final Results speed;
    private final Results waiting;
    private final List<Load> loads = new ArrayList<>();
    private Load waitingLoad;

    /**
     * @param floor the contestant to whom the bridge is related
     * @param thinking what the bot takes for an answer where it does not answer at once
     */
    RoadResults(String floor, Duration thinking) {
        this.floor = floor;
        this.thinking = thinking;
        this.speed = new Results(List.of(floor));
        this.waiting = new Results(List.of(floor));
    }

    /** With a bot that answers at once; to be called once a round. */
    void add(Load load, String contestant, Figures figures) {
        if (!loads.contains(load)) {
            loads.add(load);
        }
        speed.add(load, contestant, figures);
    }

    /** With a bot that thinks. */
    void addWaiting(Load load, String contestant, Figures figures) {
        waitingLoad = load;
        waiting.add(load, contestant, figures);
    }

    boolean isEmpty() {
        return waitingLoad == null;
    }

    /** With a bot that answers at once, all loads side by side. */
    Table holds() {
        List<Column> columns = new ArrayList<>();
        for (Load load : loads) {
            if (load.atRate()) {
                String rate = String.format(Locale.ROOT, "at %,d/s: ", load.perSecond());
                columns.add(new Column(rate + "p50, ms", load, figures -> figures.p50Micros() / MICROS_PER_MILLI));
                columns.add(new Column("p99, ms", load, figures -> figures.p99Micros() / MICROS_PER_MILLI));
            } else {
                columns.add(new Column("turns/s", load, Figures::turnsPerSecond));
            }
            columns.add(new Column("CPU per turn, µs", load, Figures::cpuMicros));
        }
        return speed.across(floor, columns);
    }

    /** With a bot that thinks. */
    Table waiting() {
        double bot = thinking.toMillis() * MICROS_PER_MILLI;
        return waiting.across(
                floor,
                List.of(
                        new Column("answers/s", waitingLoad, Figures::turnsPerSecond),
                        // Little's law.
                        new Column(
                                "under way",
                                waitingLoad,
                                figures -> figures.turnsPerSecond() * figures.p50Micros() / MICROS_PER_SECOND),
                        new Column(
                                "p50 beyond the bot, ms",
                                waitingLoad,
                                figures -> (figures.p50Micros() - bot) / MICROS_PER_MILLI),
                        new Column(
                                "p99 beyond the bot, ms",
                                waitingLoad,
                                figures -> (figures.p99Micros() - bot) / MICROS_PER_MILLI),
                        new Column("CPU per turn, µs", waitingLoad, Figures::cpuMicros)));
    }

    /** With a bot that answers at once, each load for itself. */
    String speed() {
        return speed.text();
    }

    /** For people who look on. */
    String text() {
        return isEmpty()
                ? ""
                : speed() + "### A bot that thinks for " + thinking.toSeconds() + " s\n\n" + waiting() + "\n";
    }
}
