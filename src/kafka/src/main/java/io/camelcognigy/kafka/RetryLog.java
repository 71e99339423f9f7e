package io.camelcognigy.kafka;

import io.camelcognigy.road.Outcomes;
import io.camelcognigy.session.QuietLog;
import io.camelcognigy.session.TurnException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells which records fail and are processed again; of many at once, of one every ten seconds. */
final class RetryLog {

    private static final Logger LOG = LoggerFactory.getLogger(RetryLog.class);

    private final QuietLog quiet;

    RetryLog(LongSupplier nanoTime) {
        this.quiet = new QuietLog(Duration.ofSeconds(10), nanoTime);
    }

    void willRetry(TopicPartition partition, long offset, int attempts, Duration delay, Throwable failure) {
        long held = quiet.admit();
        if (held < 0) {
            return;
        }
        // An exception of somebody's step may repeat what people said; ours do not.
        TurnException turn = Outcomes.turnFailure(failure);
        String why = turn != null ? turn.getMessage() : failure.getClass().getName();
        LOG.warn(
                "{}@{} failed the {}. time ({}) and is processed again in {} s; its offset is not committed, its key"
                        + " waits{}",
                partition,
                offset,
                attempts,
                why,
                delay.toSeconds(),
                held == 0 ? "" : "; so do " + held + " more since the last such line");
        LOG.trace("{}@{}", partition, offset, failure);
    }
}
