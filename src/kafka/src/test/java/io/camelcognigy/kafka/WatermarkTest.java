package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed tells the next owner where to begin and what to leave out. */
class WatermarkTest {

    @Test
    void whatIsCommittedIsReadBackAsItWas() {
        Watermark watermark = new Watermark(100, true, 120, new TreeMap<>(Map.of(103L, 105L, 110L, 110L)));
        assertThat(Watermark.of(watermark.toCommit())).isEqualTo(watermark);
    }

    @Test
    void theCommittedOffsetIsTheFirstUnfinishedOne() {
        Watermark watermark = new Watermark(7, false, 7, new TreeMap<>());
        assertThat(watermark.toCommit().offset()).isEqualTo(7);
        assertThat(Watermark.of(watermark.toCommit()).released()).isFalse();
    }

    @Test
    void finishedIsWhatIsBelowTheOffsetOrInARange() {
        Watermark watermark = new Watermark(100, true, 120, new TreeMap<>(Map.of(103L, 105L)));
        assertThat(watermark.finished(99)).isTrue();
        assertThat(watermark.finished(100)).isFalse();
        assertThat(watermark.finished(102)).isFalse();
        assertThat(watermark.finished(103)).isTrue();
        assertThat(watermark.finished(105)).isTrue();
        assertThat(watermark.finished(106)).isFalse();
    }

    @Test
    void hundredsOfRangesFitIntoWhatEveryBrokerTakes() {
        Watermark longOnes = new Watermark(0, false, 100_000, ranges(300, 300));
        Watermark shortOnes = new Watermark(0, false, 10_000, ranges(2_000, 2));
        assertThat(Watermark.of(longOnes.toCommit())).isEqualTo(longOnes);
        assertThat(Watermark.of(shortOnes.toCommit())).isEqualTo(shortOnes);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 250, 100, 40, 30, 10, 0})
    void theMetadataFitWhatABrokerTakesHoweverLittleThatIs(int most) {
        Watermark watermark = new Watermark(0, false, 10_000, ranges(2_000, 2));
        OffsetAndMetadata committed = watermark.toCommit(most);
        assertThat(committed.metadata().length()).isLessThanOrEqualTo(most);
        Watermark read = Watermark.of(committed);
        if (read != null) {
            assertThat(watermark.finished().entrySet())
                    .containsAll(read.finished().entrySet());
        }
    }

    private static TreeMap<Long, Long> ranges(int number, int period) {
        TreeMap<Long, Long> ranges = new TreeMap<>();
        for (long i = 1; i <= number; i++) {
            ranges.put(i * period, i * period + period / 3);
        }
        return ranges;
    }

    @Test
    void theMetadataNeverExceedWhatABrokerTakes() {
        TreeMap<Long, Long> ranges = new TreeMap<>();
        for (long offset = 1; offset < 60_000; offset += 2) {
            ranges.put(offset, offset);
        }
        OffsetAndMetadata committed = new Watermark(0, false, 60_000, ranges).toCommit();
        assertThat(committed.metadata().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(3_900, 4_096);

        Watermark read = Watermark.of(committed);
        assertThat(read.finished(1)).isTrue();
        assertThat(read.finished(59_999)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "somebody else's",
                "camel-cognigy/1 open 1",
                "camel-cognigy/2 open x",
                "camel-cognigy/2 open 1 r_"
            })
    void theMetadataOfOthersSayNothing(String metadata) {
        assertThat(Watermark.of(new OffsetAndMetadata(5, metadata))).isNull();
    }
}
