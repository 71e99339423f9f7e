package io.camelcognigy.storm;

import io.camelcognigy.test.SimulatedEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks every few milliseconds how many connections a server has accepted: the connect rate as seen from outside. */
final class AcceptClock implements AutoCloseable {

    private static final long EVERY_MILLIS = 5;

    private final SimulatedEndpoint endpoint;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<AcceptCurve.Point> points = new ArrayList<>();
    private long before;

    AcceptClock(SimulatedEndpoint endpoint) {
        this.endpoint = endpoint;
        thread.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        long accepted = endpoint.accepted() - before;
        if (points.isEmpty() || points.get(points.size() - 1).accepted() != accepted) {
            points.add(new AcceptCurve.Point(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), accepted));
        }
    }

    /** Counts from here on. */
    synchronized void restart() {
        points.clear();
        before = endpoint.accepted();
        look();
    }

    /** For {@link AcceptCurve#parse}. */
    synchronized String line() {
        return points.stream()
                .map(point -> point.millis() + ":" + point.accepted())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
