package io.camelcognigy.bridge.operate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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

    private final CamelContext camel;
    private final Predicate<String> paused;
    private final List<HealthListener> listeners;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Boolean> wasUp = new TreeMap<>();
    private volatile List<Check> checks = List.of();

    /** @param paused whether the road of that name is: then it is ready, whatever its check says */
    HealthWatch(CamelContext camel, Predicate<String> paused, List<HealthListener> listeners) {
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
        List<Check> answers = new ArrayList<>();
        registry.stream()
                .filter(check -> check.isReadiness()
                        && check.isEnabled()
                        && !check.getId().equals("context"))
                .forEach(check -> answers.add(ask(check)));
        answers.sort(Comparator.comparing(Check::name));
        return answers;
    }

    private Check ask(HealthCheck check) {
        String id = check.getId();
        if (id.startsWith(Check.ROAD) && paused.test(id.substring(Check.ROAD.length()))) {
            return new Check(id, true, "paused");
        }
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
