package io.camelcognigy.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a bridge's metrics were, every few seconds, as Prometheus would have scraped them: the input of a test of the alerts.
 * The JVM's own are left out.
 */
final class Recording implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String GAP = "_";

    private final Map<String, List<String>> series = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Supplier<String> scrape;
    private int scrapes;
    private Throwable failure;

    /** Begins at once. @param scrape what the bridge shows now */
    Recording(Supplier<String> scrape) {
        this.scrape = scrape;
        clock.scheduleAtFixedRate(this::record, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void record() {
        try {
            scrape.get()
                    .lines()
                    .filter(line -> line.startsWith("cognigy_") || line.startsWith("bridge_"))
                    .forEach(line -> {
                        int value = line.lastIndexOf(' ');
                        List<String> values =
                                series.computeIfAbsent(line.substring(0, value), name -> new ArrayList<>());
                        values.addAll(Collections.nCopies(scrapes - values.size(), GAP));
                        values.add(line.substring(value + 1));
                    });
            scrapes++;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** For how long it has been recording. */
    synchronized Duration length() {
        if (failure != null) {
            throw new IllegalStateException("nothing is recorded any more", failure);
        }
        return INTERVAL.multipliedBy(Math.max(0, scrapes - 1));
    }

    /**
     * A test for {@code promtool test rules}: at the end of the recording this alert fires and no other, and at its
     * beginning none did.
     *
     * @param alert name and labels as {@code ALERTS{...}} has them
     */
    synchronized void writeTest(Path file, String name, Path rules, String alert) throws IOException {
        String inputs = series.entrySet().stream()
                .map(one -> "      - { series: '" + labelled(one.getKey()) + "', values: '"
                        + String.join(" ", one.getValue()) + "' }\n")
                .collect(Collectors.joining());
        String firing = "count by (alertname, road, agent, reason) (ALERTS{alertstate=\"firing\"})";
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, """
                rule_files: ["%1$s"]
                evaluation_interval: %2$ds
                tests:
                  - name: %3$s
                    interval: %2$ds
                    input_series:
                %4$s    promql_expr_test:
                      - { expr: '%5$s', eval_time: 0s, exp_samples: [] }
                      - { expr: '%5$s', eval_time: %6$ds, exp_samples: [{ labels: '%7$s', value: 1 }] }
                """.formatted(rules, INTERVAL.toSeconds(), name, inputs, firing, length().toSeconds(), alert));
    }

    /** As Prometheus labels what it scrapes. */
    private static String labelled(String series) {
        String target = "instance=\"bridge:9876\",job=\"bridge\"}";
        return series.endsWith("}") ? series.substring(0, series.length() - 1) + "," + target : series + "{" + target;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
