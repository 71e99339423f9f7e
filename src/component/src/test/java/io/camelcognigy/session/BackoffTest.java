package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wait is exponential, jitter spreads it from zero to its ceiling, and nothing passes the cap. */
class BackoffTest {

    private static final double ALMOST_ONE = Math.nextDown(1.0);
    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(60);

    private final Backoff backoff = new Backoff(BASE, MAX);

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "4, 4000", "5, 8000", "6, 16000", "7, 32000", "8, 60000", "9, 60000"})
    void theCeilingDoublesUpToTheCap(int attempt, long millis) {
        assertThat(backoff.delay(attempt, 0.5))
                .isEqualTo(Duration.ofMillis(millis).dividedBy(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
    void attemptsCountFromOne(int attempt) {
        assertThat(backoff.delay(attempt, 0.5)).isEqualTo(backoff.delay(1, 0.5));
    }

    @Test
    void noAttemptPassesTheCapOrComesOutNegative() {
        for (int attempt = -1; attempt <= 70; attempt++) {
            assertWithinCap(attempt);
        }
        assertWithinCap(Integer.MAX_VALUE);
    }

    @Test
    void fullJitterBeginsAtZero() {
        assertThat(backoff.delay(10, 0)).isZero();
    }

    @Test
    void longBasesDoNotOverflow() {
        Backoff years = new Backoff(Duration.ofDays(36_500), Duration.ofDays(73_000));

        assertThat(years.delay(70, ALMOST_ONE)).isBetween(Duration.ofDays(72_999), Duration.ofDays(73_000));
    }

    @Test
    void nonsenseIsRejectedByTheNamesOfTheOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ZERO, MAX))
                .withMessageContaining("reconnectDelay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(MAX, BASE))
                .withMessageContaining("reconnectMaxDelay");
    }

    private void assertWithinCap(int attempt) {
        assertThat(backoff.delay(attempt, ALMOST_ONE))
                .as("attempt %d", attempt)
                .isLessThanOrEqualTo(MAX)
                .isGreaterThanOrEqualTo(BASE.minusNanos(1));
    }
}
