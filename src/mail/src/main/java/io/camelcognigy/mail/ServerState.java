package io.camelcognigy.mail;

import io.camelcognigy.session.QuietLog;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether one of the two servers can be used. Says so in the log at each change, and at most once a minute. */
final class ServerState {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelcognigy.mail");
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String road;
    private final String server;
    private final QuietLog quiet;
    private boolean announced;
    private volatile String failure;

    /** @param server its name in the log */
    ServerState(String road, String server, LongSupplier nanoTime) {
        this.road = road;
        this.server = server;
        this.quiet = new QuietLog(QUIET, nanoTime);
    }

    boolean isDown() {
        return failure != null;
    }

    /** Null while it is up. */
    String failure() {
        return failure;
    }

    synchronized void up() {
        if (failure != null && announced) {
            LOG.info("{}: {} is back", road, server);
        }
        failure = null;
        announced = false;
    }

    synchronized void down(String reason) {
        failure = reason;
        long held = quiet.admit();
        if (held >= 0) {
            announced = true;
            LOG.warn(
                    "{}: {} cannot be used, mails wait: {}{}",
                    road,
                    server,
                    reason,
                    held == 0 ? "" : " (and " + held + " more such failures)");
        } else {
            LOG.debug("{}: {} cannot be used: {}", road, server, reason);
        }
    }
}
