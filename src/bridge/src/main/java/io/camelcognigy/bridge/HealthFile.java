package io.camelcognigy.bridge;

import io.camelcognigy.bridge.operate.Check;
import io.camelcognigy.bridge.operate.Health;
import io.camelcognigy.bridge.operate.HealthListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the bridge's health into a file, at each change and every 10 seconds while it lives, for whoever has no HTTP to ask.
 * An old file means that the bridge does not live: only that is a reason to restart it. What the file says of roads and
 * agents is their readiness, which a restart does not mend.
 */
final class HealthFile implements HealthListener {

    private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Path file;
    private final Clock clock;
    private String written;
    private Instant when = Instant.EPOCH;
    private boolean failing;

    HealthFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public void onHealth(Health health) {
        String text = text(health);
        Instant now = clock.instant();
        if (!health.live() || text.equals(written) && now.isBefore(when.plus(INTERVAL))) {
            return;
        }
        written = text;
        when = now;
        try {
            Files.writeString(file, text);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("Cannot write {}: {}", file, e.toString());
            }
            failing = true;
        }
    }

    private static String text(Health health) {
        return health.checks().stream().map(HealthFile::line).collect(Collectors.joining("", "live UP\n", ""));
    }

    private static String line(Check check) {
        String why = check.up() || check.message().isEmpty()
                ? ""
                : " " + check.message().replaceAll("\\s+", " ");
        return check.name() + (check.up() ? " UP" : " DOWN") + why + "\n";
    }
}
