package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of all rounds, as tables. */
final class Results {

    private static final Map<String, ToDoubleFunction<Figures>> COLUMNS = columns();

    private final List<String> references;
    private final Map<Load, Map<String, List<Figures>>> byLoad = new LinkedHashMap<>();

    /** @param references the contestants to whom all others are related; who is not measured is left out */
    Results(List<String> references) {
        this.references = references;
    }

    /** To be called once a round. */
    void add(Load load, String contestant, Figures figures) {
        byLoad.computeIfAbsent(load, any -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, any -> new ArrayList<>())
                .add(figures);
    }

    /** All loads, each with a title. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Load load : byLoad.keySet()) {
            text.append("### ")
                    .append(load.title())
                    .append("\n\n")
                    .append(table(load))
                    .append('\n');
        }
        return text.toString();
    }

    /** A figure under one load. */
    record Column(String title, Load load, ToDoubleFunction<Figures> figure) {}

    /**
     * Several loads side by side: a row for each contestant, and behind each median how it relates to that of the
     * reference. Who was not measured under a load has no figure there.
     */
    Table across(String reference, List<Column> columns) {
        List<String> header = new ArrayList<>(List.of(""));
        columns.forEach(column -> header.add(column.title()));
        Table table = new Table(header);
        byLoad.values().stream()
                .flatMap(contestants -> contestants.keySet().stream())
                .distinct()
                .forEach(name -> table.row(name, column -> cell(name, reference, column), columns));
        return table;
    }

    private String cell(String name, String reference, Column column) {
        Map<String, List<Figures>> contestants = byLoad.getOrDefault(column.load(), Map.of());
        List<Figures> rounds = contestants.get(name);
        if (rounds == null) {
            return "–";
        }
        String figure = Spread.number(spread(rounds, column.figure()).median());
        List<Figures> others = contestants.get(reference);
        return others == null || name.equals(reference)
                ? figure
                : figure + " (× "
                        + Spread.number(ratio(rounds, others, column.figure()).median()) + ")";
    }

    /** One load: a row of figures for each contestant, and rows of ratios. */
    Table table(Load load) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(COLUMNS.keySet());
        Table table = new Table(header);
        Map<String, List<Figures>> contestants = byLoad.get(load);
        contestants.forEach((name, rounds) -> {
            table.row(name, column -> spread(rounds, column).text(), COLUMNS.values());
            if (!references.contains(name)) {
                references.stream()
                        .filter(contestants::containsKey)
                        .forEach(reference -> table.row(
                                "÷ " + reference,
                                column -> ratio(rounds, contestants.get(reference), column)
                                        .text(),
                                COLUMNS.values()));
            }
        });
        return table;
    }

    private static Spread spread(List<Figures> rounds, ToDoubleFunction<Figures> column) {
        return Spread.of(rounds.stream().mapToDouble(column).boxed().toList());
    }

    /** Round by round, so that what slows the whole machine for a while falls out. */
    private static Spread ratio(List<Figures> rounds, List<Figures> reference, ToDoubleFunction<Figures> column) {
        return Spread.of(IntStream.range(0, rounds.size())
                .mapToObj(round -> column.applyAsDouble(rounds.get(round)) / column.applyAsDouble(reference.get(round)))
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
