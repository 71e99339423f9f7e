package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of all rounds, as tables. The first contestant is the floor to which the others are related. */
final class Results {

    private static final Map<String, ToDoubleFunction<Figures>> COLUMNS = columns();

    private final String floor;
    private final Map<Integer, Map<String, List<Figures>>> byLevel = new LinkedHashMap<>();

    Results(String floor) {
        this.floor = floor;
    }

    /** To be called once a round. */
    void add(int level, String contestant, Figures figures) {
        byLevel.computeIfAbsent(level, any -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, any -> new ArrayList<>())
                .add(figures);
    }

    Iterable<Integer> levels() {
        return byLevel.keySet();
    }

    /** One level: a row of figures for each contestant, and a row of ratios for each but the floor. */
    Table table(int level) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(COLUMNS.keySet());
        Table table = new Table(header);
        Map<String, List<Figures>> contestants = byLevel.get(level);
        List<Figures> ofFloor = contestants.get(floor);
        contestants.forEach((name, rounds) -> {
            table.row(name, column -> spread(rounds, column).text(), COLUMNS.values());
            if (!name.equals(floor)) {
                table.row("÷ floor", column -> ratio(rounds, ofFloor, column).text(), COLUMNS.values());
            }
        });
        return table;
    }

    private static Spread spread(List<Figures> rounds, ToDoubleFunction<Figures> column) {
        return Spread.of(rounds.stream().mapToDouble(column).boxed().toList());
    }

    /** Round by round, so that what slows the whole machine for a while falls out. */
    private static Spread ratio(List<Figures> rounds, List<Figures> ofFloor, ToDoubleFunction<Figures> column) {
        return Spread.of(IntStream.range(0, rounds.size())
                .mapToObj(round -> column.applyAsDouble(rounds.get(round)) / column.applyAsDouble(ofFloor.get(round)))
                .toList());
    }

    private static Map<String, ToDoubleFunction<Figures>> columns() {
        Map<String, ToDoubleFunction<Figures>> columns = new LinkedHashMap<>();
        columns.put("turns/s", Figures::turnsPerSecond);
        columns.put("p50, µs", Figures::p50Micros);
        columns.put("p99, µs", Figures::p99Micros);
        columns.put("CPU per turn, µs", Figures::cpuMicros);
        return columns;
    }
}
