package io.camelcognigy.bench;

import java.util.List;
import java.util.Locale;

/** The median of a figure over the rounds, and between what it moved. */
record Spread(double min, double median, double max) {

    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }

    /** {@code median (min–max)}. */
    String text() {
        return Double.isNaN(median) ? "not known here" : number(median) + " (" + number(min) + "–" + number(max) + ")";
    }

    /** Three digits or so, whatever the size. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }
}
