package io.camelcognigy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles are right within the width of a bucket. */
class HistogramTest {

    private final Histogram histogram = new Histogram();

    @Test
    void percentilesOfAnEvenSpreadAreWhereTheyShouldBe() {
        for (int i = 1; i <= 100_000; i++) {
            histogram.record(i * 10L);
        }

        assertThat(histogram.count()).isEqualTo(100_000);
        assertThat(histogram.percentile(0.50)).isCloseTo(500_000, Percentage.withPercentage(1.6));
        assertThat(histogram.percentile(0.99)).isCloseTo(990_000, Percentage.withPercentage(1.6));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 65, 127, 128, 4_095, 1_000_003, 30_000_000_000L, Long.MAX_VALUE})
    void aSingleValueIsFoundAgain(long value) {
        histogram.record(value);

        assertThat(histogram.percentile(0.5)).isCloseTo(value, within(value / 64 + 1));
    }

    @Test
    void aClearedHistogramKnowsNothing() {
        histogram.record(5);
        histogram.clear();

        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentile(0.99)).isZero();
    }
}
