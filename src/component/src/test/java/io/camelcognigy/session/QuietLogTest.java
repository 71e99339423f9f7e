package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A repeated fault speaks once per interval and says how often it was held back. */
class QuietLogTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final QuietLog log = new QuietLog(INTERVAL, time::nanoTime);

    @Test
    void theFirstLineIsAdmitted() {
        assertThat(log.admit()).isZero();
    }

    @Test
    void linesWithinTheIntervalAreHeldBackAndCounted() {
        log.admit();
        assertThat(log.admit()).isEqualTo(-1);
        time.advance(INTERVAL.minusNanos(1));
        assertThat(log.admit()).isEqualTo(-1);
        time.advance(Duration.ofNanos(1));

        assertThat(log.admit()).isEqualTo(2);
    }

    @Test
    void theCountBeginsAnewWithEachLine() {
        log.admit();
        log.admit();
        time.advance(INTERVAL);
        log.admit();
        time.advance(INTERVAL);

        assertThat(log.admit()).isZero();
    }
}
