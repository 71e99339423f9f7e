package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table that can be read unrendered as well. The first column is text, the others are figures. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> header) {
        rows.add(header);
    }

    /** A row of a name and one cell for each of what the columns stand for. */
    <T> void row(String name, Function<T, String> cell, Collection<T> columns) {
        List<String> row = new ArrayList<>(List.of(name));
        columns.forEach(column -> row.add(cell.apply(column)));
        rows.add(row);
    }

    @Override
    public String toString() {
        if (rows.size() == 1) {
            return "";
        }
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder(line(rows.get(0), widths));
        text.append(IntStream.range(0, widths.length)
                .mapToObj(column -> "-".repeat(widths[column] + 1) + (column == 0 ? "-" : ":"))
                .collect(Collectors.joining("|", "|", "|\n")));
        rows.stream().skip(1).map(row -> line(row, widths)).forEach(text::append);
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> ("%" + (column == 0 ? "-" : "") + widths[column] + "s").formatted(row.get(column)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
