package io.camelcognigy.bridge;

import io.camelcognigy.road.FatalErrorHandler;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bridge whose road has lost a thread it cannot do without ends at once, with an exit code of its own, so that whoever
 * supervises it starts it anew. What is under way is redelivered, as after any kill.
 */
final class EndOfProcess implements FatalErrorHandler {

    /** Not 1, a failed start, nor 3, the JVM's for {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 70;

    private static final Logger LOG = LoggerFactory.getLogger(EndOfProcess.class);

    private final IntConsumer halt;

    /** @param halt ends the process without its shutdown hooks, which may wait for the very thread that has died */
    EndOfProcess(IntConsumer halt) {
        this.halt = halt;
    }

    @Override
    public void fatal(String thread, Throwable error) {
        try {
            LOG.error("{} has died; the bridge ends with exit code {}", thread, EXIT_CODE, error);
        } finally {
            // Also where there is no memory left to log with.
            halt.accept(EXIT_CODE);
        }
    }
}
