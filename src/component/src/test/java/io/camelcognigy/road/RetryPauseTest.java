package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.TurnFailures;
import java.time.Duration;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pauses grow, within a bound; what waits for a place alone does not wait longer and longer. */
class RetryPauseTest {

    @ParameterizedTest
    @CsvSource({"-1,1", "0,1", "1,1", "2,2", "5,16", "6,30", "7,30", "2147483647,30"})
    void thePausesGrowUpToHalfAMinute(int attempts, long seconds) {
        assertThat(RetryPause.after(attempts, TurnFailures.connectFailed("refused")))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aFullHouseIsTriedAgainEachSecond() {
        assertThat(RetryPause.after(7, TurnFailures.boundExceeded(false, "full")))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatAFailureIsWrappedInDoesNotMatter() {
        Exception wrapped = new CamelExecutionException("a step", null, TurnFailures.boundExceeded(false, "full"));

        assertThat(RetryPause.after(7, wrapped)).isEqualTo(Duration.ofSeconds(1));
    }
}
