package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the bridges gave, from Kafka to Kafka. */
final class KafkaResults {

    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private static final Map<String, ToDoubleFunction<Figures>> WAITING = waitingColumns();

    private final Results speed = new Results(List.of(BridgeKind.FLOOR.label(), BridgeKind.NODE_TUNED.label()));
    private final LatencyChart chart = new LatencyChart();
    private final Map<String, Figures> waiting = new LinkedHashMap<>();

    /** With a bot that answers at once; to be called once a round. */
    void add(Load load, String contestant, Figures figures) {
        speed.add(load, contestant, figures);
    }

    /** With a bot that thinks. */
    void addWaiting(String contestant, Figures figures) {
        waiting.put(contestant, figures);
    }

    LatencyChart chart() {
        return chart;
    }

    /** What a bridge holds, in one table. */
    Table holds() {
        Load saturated = Load.saturated(KafkaPart.KEYS);
        return speed.across(
                BridgeKind.FLOOR.label(),
                List.of(
                        new Results.Column("turns/s", saturated, Figures::turnsPerSecond),
                        new Results.Column("CPU per turn, µs", saturated, Figures::cpuMicros),
                        new Results.Column(
                                "at 1,000/s: p50, ms",
                                KafkaPart.STEADY,
                                figures -> figures.p50Micros() / MICROS_PER_MILLI),
                        new Results.Column(
                                "p99, ms", KafkaPart.STEADY, figures -> figures.p99Micros() / MICROS_PER_MILLI),
                        new Results.Column("CPU per turn, µs", KafkaPart.STEADY, Figures::cpuMicros)));
    }

    /** With a bot that answers at once. */
    String speed() {
        return speed.text();
    }

    /** With a bot that thinks. */
    Table waiting() {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(WAITING.keySet());
        Table table = new Table(header);
        waiting.forEach((name, figures) ->
                table.row(name, column -> Spread.number(column.applyAsDouble(figures)), WAITING.values()));
        return table;
    }

    String text() {
        return speed() + (waiting.isEmpty() ? "" : "### A bot that thinks\n\n" + waiting());
    }

    private static Map<String, ToDoubleFunction<Figures>> waitingColumns() {
        double thinking = KafkaPart.THINKING.toMillis() * MICROS_PER_MILLI;
        Map<String, ToDoubleFunction<Figures>> columns = new LinkedHashMap<>();
        columns.put("answers/s", Figures::turnsPerSecond);
        // Little's law.
        columns.put("under way", figures -> figures.turnsPerSecond() * figures.p50Micros() / MICROS_PER_SECOND);
        columns.put("p50 beyond the bot, ms", figures -> (figures.p50Micros() - thinking) / MICROS_PER_MILLI);
        columns.put("p99 beyond the bot, ms", figures -> (figures.p99Micros() - thinking) / MICROS_PER_MILLI);
        columns.put("CPU per turn, µs", Figures::cpuMicros);
        return columns;
    }
}
