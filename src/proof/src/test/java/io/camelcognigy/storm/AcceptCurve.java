package io.camelcognigy.storm;

import java.util.Arrays;
import java.util.List;

/** How many connections had been accepted when: one point for each moment at which there were more than before. */
record AcceptCurve(List<Point> points) {

    /** @param millis on the server's own clock */
    record Point(long millis, long accepted) {}

    static AcceptCurve parse(String line) {
        return new AcceptCurve(Arrays.stream(line.split(","))
                .map(point -> point.split(":"))
                .map(parts -> new Point(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                .toList());
    }

    /** The most that were accepted within any stretch of that length. */
    long mostWithin(long millis) {
        long most = 0;
        int from = 0;
        for (Point to : points) {
            while (points.get(from).millis() < to.millis() - millis) {
                from++;
            }
            long before = from == 0 ? 0 : points.get(from - 1).accepted();
            most = Math.max(most, to.accepted() - before);
        }
        return most;
    }

    long total() {
        return points.get(points.size() - 1).accepted();
    }

    /** From the first to the last. */
    long millis() {
        return points.get(points.size() - 1).millis() - points.get(0).millis();
    }
}
