package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Latency against load, as SVG: for each contestant the median as a line and the 99th percentile as a dashed one. Both axes
 * are logarithmic. It has its own colours for light and dark.
 */
final class LatencyChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 64;
    private static final int RIGHT = 616;
    private static final int TOP = 24;
    private static final int BOTTOM = 360;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int LABEL_HEIGHT = 16;

    private static final List<Integer> RATES = List.of(250, 500, 1_000, 2_000, 4_000, 8_000, 16_000);
    private static final List<Integer> MILLIS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500);

    private final Map<String, List<Point>> lines = new LinkedHashMap<>();

    /**
     * Under one load.
     *
     * @param perSecond turns that began a second
     */
    private record Point(double perSecond, Figures figures) {}

    /** In the order of the load. */
    void add(String contestant, double perSecond, Figures figures) {
        lines.computeIfAbsent(contestant, any -> new ArrayList<>()).add(new Point(perSecond, figures));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">
                <title>Latency from the input topic to the output topic, against turns a second</title>
                <style>
                svg { --text: #333; --grid: #ddd; --back: #fff; --c0: #777; --c1: #0a62c9; --c2: #b4530a; }
                @media (prefers-color-scheme: dark) {
                  svg { --text: #ddd; --grid: #444; --back: #161616; --c0: #aaa; --c1: #6cb0ff; --c2: #f0a050; }
                }
                text { fill: var(--text); } .grid { stroke: var(--grid); } polyline { fill: none; stroke-width: 2; }
                .p99 { stroke-dasharray: 5 4; }
                </style>
                <rect width="100%%" height="100%%" fill="var(--back)"/>
                """, WIDTH, HEIGHT));
        axes(svg);
        int number = 0;
        List<Double> taken = new ArrayList<>();
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            String colour = "var(--c" + number++ + ")";
            line(svg, "p50", colour, line.getValue(), Figures::p50Micros);
            line(svg, "p99", colour, line.getValue(), Figures::p99Micros);
            label(svg, line.getKey(), colour, line.getValue(), taken);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void axes(StringBuilder svg) {
        for (int rate : RATES) {
            grid(svg, x(rate), TOP, x(rate), BOTTOM);
            text(svg, x(rate), BOTTOM + 18, "middle", String.format(Locale.ROOT, "%,d", rate));
        }
        for (int millis : MILLIS) {
            grid(svg, LEFT, y(millis), RIGHT, y(millis));
            text(svg, LEFT - 8, y(millis) + 4, "end", String.valueOf(millis));
        }
        text(svg, (LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", "turns/s, 400 sessions");
        text(svg, LEFT - 8, TOP - 8, "end", "ms");
        text(svg, RIGHT, TOP - 8, "end", "median, and dashed the 99th percentile");
    }

    private static void line(
            StringBuilder svg, String kind, String colour, List<Point> points, ToDoubleFunction<Figures> micros) {
        svg.append(points.stream()
                .map(point -> number(x(point.perSecond())) + "," + number(y(millis(point, micros))))
                .collect(Collectors.joining(
                        " ", "<polyline class=\"" + kind + "\" stroke=\"" + colour + "\" points=\"", "\"/>\n")));
    }

    /** At the end of the median's line, below the labels that would be under it. */
    private static void label(StringBuilder svg, String name, String colour, List<Point> points, List<Double> taken) {
        Point last = points.get(points.size() - 1);
        double wanted = y(millis(last, Figures::p50Micros)) + 4;
        while (overlaps(wanted, taken)) {
            wanted += LABEL_HEIGHT;
        }
        taken.add(wanted);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%s\" style=\"fill:%s\">%s</text>%n",
                number(RIGHT + 8),
                number(wanted),
                colour,
                name));
    }

    private static boolean overlaps(double y, List<Double> taken) {
        return taken.stream().anyMatch(other -> Math.abs(other - y) < LABEL_HEIGHT);
    }

    private static double millis(Point point, ToDoubleFunction<Figures> micros) {
        return micros.applyAsDouble(point.figures()) / MICROS_PER_MILLI;
    }

    private static double x(double perSecond) {
        return LEFT + (RIGHT - LEFT) * place(perSecond, RATES);
    }

    private static double y(double millis) {
        return BOTTOM - (BOTTOM - TOP) * place(millis, MILLIS);
    }

    /** From 0 to 1; what is beyond an end is at it. */
    private static double place(double value, List<Integer> scale) {
        double first = Math.log(scale.get(0));
        double last = Math.log(scale.get(scale.size() - 1));
        return Math.min(1, Math.max(0, (Math.log(value) - first) / (last - first)));
    }

    private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"grid\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2)
                + "\" y2=\"" + number(y2) + "\"/>\n");
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append("<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" + text
                + "</text>\n");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
