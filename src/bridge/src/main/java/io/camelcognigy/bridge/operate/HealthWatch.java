package io.camelcognigy.bridge.operate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Asks the checks of roads and agents once a second, on a thread of its own, and tells others: so nobody who wants to know
 * waits for a check that hangs. Logs each change in one line.
 */
public final class HealthWatch implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final long MILLIS = 1000;
    private static final int LOOKS_OF_A_START = 5;

    private final CamelContext camel;
    private final Supplier<Set<String>> paused;
    private final List<HealthListener> listeners;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Boolean> wasUp = new TreeMap<>();
    private int looks;
    private volatile List<Check> checks = List.of();

    /** @param paused the roads that are: these are ready, whatever their checks say, and also where they have none */
    HealthWatch(CamelContext camel, Supplier<Set<String>> paused, List<HealthListener> listeners) {
        this.camel = camel;
        this.paused = paused;
        this.listeners = List.copyOf(listeners);
    }

    /** Not a Lifecycle: as one that needs the CamelContext, it would start Camel before its routes are there. */
    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        timer.scheduleWithFixedDelay(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** As the checks said last; whether the bridge lives, as it is now. */
    public Health health() {
        return new Health(camel.isStarted(), checks);
    }

    void look() {
        try {
            looks++;
            checks = ask();
            checks.forEach(this::logChange);
            Health health = health();
            listeners.forEach(listener -> listener.onHealth(health));
        } catch (RuntimeException e) {
            LOG.warn("The health of the roads is not known: {}", e.toString());
        }
    }

    private List<Check> ask() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        if (registry == null) {
            return List.of();
        }
        Set<String> pausedChecks =
                paused.get().stream().map(road -> Check.ROAD + road).collect(Collectors.toSet());
        // A road that does not run has no check of its own.
        Stream<Check> waiting = pausedChecks.stream().map(name -> new Check(name, true, "paused"));
        Stream<Check> asked = registry.stream()
                .filter(check -> check.isReadiness()
                        && check.isEnabled()
                        && !check.getId().equals("context")
                        && !pausedChecks.contains(check.getId()))
                .map(HealthWatch::ask);
        return Stream.concat(waiting, asked)
                .sorted(Comparator.comparing(Check::name))
                .toList();
    }

    private static Check ask(HealthCheck check) {
        try {
            HealthCheck.Result result = check.call(Map.of());
            boolean up = result.getState() != HealthCheck.State.DOWN;
            String message = result.getMessage()
                    .or(() -> result.getError().map(Throwable::toString))
                    .orElse("");
            return new Check(check.getId(), up, message);
        } catch (RuntimeException e) {
            return new Check(check.getId(), false, "its check failed: " + e);
        }
    }

    private void logChange(Check check) {
        if (looks <= LOOKS_OF_A_START && !check.up() && !wasUp.containsKey(check.name())) {
            // It may well be about to connect for the first time.
            return;
        }
        Boolean before = wasUp.put(check.name(), check.up());
        if (before == null && check.up() || Boolean.valueOf(check.up()).equals(before)) {
            return;
        }
        if (check.up()) {
            LOG.info("{} is ready again", check.title());
        } else {
            LOG.warn("{} is not ready: {}", check.title(), check.message());
        }
    }
}
