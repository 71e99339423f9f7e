package io.camelcognigy.bench;

import java.util.Locale;
import java.util.Scanner;

/**
 * What one window of a closed loop gave.
 *
 * @param cpuMicros CPU time of the measured process per turn
 */
record Figures(double turnsPerSecond, double p50Micros, double p99Micros, double cpuMicros) {

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS_PER_SECOND = 1_000_000_000;

    static Figures of(Histogram latencies, long windowNanos, long cpuNanos) {
        long turns = latencies.count();
        if (turns == 0) {
            throw new IllegalStateException("no turn ended within the window");
        }
        return new Figures(
                turns * NANOS_PER_SECOND / windowNanos,
                latencies.percentile(0.50) / NANOS_PER_MICRO,
                latencies.percentile(0.99) / NANOS_PER_MICRO,
                cpuNanos / NANOS_PER_MICRO / turns);
    }

    /** The same turns, seen from another process's CPU time. */
    Figures withCpu(long cpuNanos, double windowSeconds) {
        return new Figures(
                turnsPerSecond, p50Micros, p99Micros, cpuNanos / NANOS_PER_MICRO / (turnsPerSecond * windowSeconds));
    }

    /** For people. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%,.1f turns/s, p50 %,.0f µs, p99 %,.0f µs, CPU %,.1f µs",
                turnsPerSecond,
                p50Micros,
                p99Micros,
                cpuMicros);
    }

    String line() {
        return String.format(Locale.ROOT, "%f %f %f %f", turnsPerSecond, p50Micros, p99Micros, cpuMicros);
    }

    static Figures parse(String line) {
        try (Scanner values = new Scanner(line).useLocale(Locale.ROOT)) {
            return new Figures(values.nextDouble(), values.nextDouble(), values.nextDouble(), values.nextDouble());
        }
    }
}
