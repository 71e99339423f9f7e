package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a session takes, by client. */
final class MemoryResults {

    private static final double KILOBYTE = 1024;

    private final Map<String, List<Memory>> byClient = new LinkedHashMap<>();

    void add(String client, Memory memory) {
        byClient.computeIfAbsent(client, any -> new ArrayList<>()).add(memory);
    }

    boolean isEmpty() {
        return byClient.isEmpty();
    }

    Table table() {
        List<ToDoubleFunction<Memory>> columns = List.of(
                memory -> memory.heapBytes() / KILOBYTE,
                memory -> memory.residentBytes() / KILOBYTE,
                Memory::threads,
                Memory::connectsPerSecond);
        Table table = new Table(List.of("", "heap, kB", "resident, kB", "threads", "connects/s"));
        byClient.forEach((client, rounds) -> table.row(
                client,
                column -> Spread.of(rounds.stream().mapToDouble(column).boxed().toList())
                        .text(),
                columns));
        return table;
    }
}
