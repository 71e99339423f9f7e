package io.camelcognigy.jms;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages from step to step and thread to thread. Whatever happens in a step, its message does not hold up those
 * behind it. Once the road is stopped no step is made: what is not acknowledged comes again.
 */
final class Steps {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final ScheduledExecutorService timer;
    private final BiConsumer<TakenMessage, Throwable> failed;
    private final AtomicInteger delayed = new AtomicInteger();

    /** @param failed told of each message whose step failed */
    Steps(ScheduledExecutorService timer, BiConsumer<TakenMessage, Throwable> failed) {
        this.timer = timer;
        this.failed = failed;
    }

    void now(TakenMessage message, Consumer<TakenMessage> step) {
        try {
            step.accept(message);
        } catch (RuntimeException | Error e) {
            failed.accept(message, e);
        }
    }

    void on(Executor threads, TakenMessage message, Consumer<TakenMessage> step) {
        try {
            threads.execute(() -> now(message, step));
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped before a message was done");
        }
    }

    void later(Duration pause, Executor threads, TakenMessage message, Consumer<TakenMessage> step) {
        delayed.incrementAndGet();
        try {
            timer.schedule(
                    () -> {
                        delayed.decrementAndGet();
                        on(threads, message, step);
                    },
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            delayed.decrementAndGet();
        }
    }

    /** Messages whose next step is made later. */
    int delayed() {
        return delayed.get();
    }
}
