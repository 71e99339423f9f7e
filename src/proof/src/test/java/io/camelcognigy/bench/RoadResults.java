package io.camelcognigy.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a road's bridge and its floor gave. */
final class RoadResults {

    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Results speed;
    private final Duration thinking;
    private final Map<String, Figures> waiting = new LinkedHashMap<>();

    /**
     * @param floor the contestant to whom the bridge is related
     * @param thinking what the bot takes for an answer where it does not answer at once
     */
    RoadResults(String floor, Duration thinking) {
        this.speed = new Results(List.of(floor));
        this.thinking = thinking;
    }

    /** With a bot that answers at once; to be called once a round. */
    void add(Load load, String contestant, Figures figures) {
        speed.add(load, contestant, figures);
    }

    /** With a bot that thinks. */
    void addWaiting(String contestant, Figures figures) {
        waiting.put(contestant, figures);
    }

    /** With a bot that answers at once. */
    String speed() {
        return speed.text();
    }

    /** With a bot that thinks. */
    Table waiting() {
        Map<String, ToDoubleFunction<Figures>> columns = columns();
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(columns.keySet());
        Table table = new Table(header);
        waiting.forEach((name, figures) ->
                table.row(name, column -> Spread.number(column.applyAsDouble(figures)), columns.values()));
        return table;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** @param note what must be known to read the figures */
    String text(String note) {
        return isEmpty()
                ? ""
                : speed() + "### A bot that thinks for " + thinking.toSeconds() + " s\n\n" + waiting() + "\n" + note
                        + "\n";
    }

    private Map<String, ToDoubleFunction<Figures>> columns() {
        double bot = thinking.toMillis() * MICROS_PER_MILLI;
        Map<String, ToDoubleFunction<Figures>> columns = new LinkedHashMap<>();
        columns.put("answers/s", Figures::turnsPerSecond);
        // Little's law.
        columns.put("under way", figures -> figures.turnsPerSecond() * figures.p50Micros() / MICROS_PER_SECOND);
        columns.put("p50 beyond the bot, ms", figures -> (figures.p50Micros() - bot) / MICROS_PER_MILLI);
        columns.put("p99 beyond the bot, ms", figures -> (figures.p99Micros() - bot) / MICROS_PER_MILLI);
        columns.put("CPU per turn, µs", Figures::cpuMicros);
        return columns;
    }
}
