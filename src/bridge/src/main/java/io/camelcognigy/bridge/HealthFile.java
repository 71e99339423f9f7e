package io.camelcognigy.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Writes a file anew every 10 seconds while Camel runs and all its readiness checks are up: a sign of health for whoever
 * has no HTTP to ask, such as the HEALTHCHECK of a container. An old file means that something is wrong.
 */
final class HealthFile implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);
    private static final long SECONDS = 10;

    private final CamelContext camel;
    private final Path file;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "health-file");
        thread.setDaemon(true);
        return thread;
    });

    HealthFile(CamelContext camel, Path file) {
        this.camel = camel;
        this.file = file;
    }

    /** Not a Lifecycle: as one that needs the CamelContext, it would start Camel before its routes are there. */
    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        timer.scheduleWithFixedDelay(this::write, 0, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    void write() {
        try {
            boolean up = camel.isStarted()
                    && HealthCheckHelper.invokeReadiness(camel).stream()
                            .noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
            if (up) {
                Files.writeString(file, "UP\n");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot write {}: {}", file, e.toString());
        }
    }
}
