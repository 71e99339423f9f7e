package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.kafka.PartitionLedger.WhenDone;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.Collation.Sentence;
import io.camelcognigy.road.RetryPause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Records that belong together are one piece of work, and stay what they are: each is finished when that work is, tried again
 * with the others, a dead letter of its own. Those that wait for more are nobody's work yet.
 */
class CollatedLedgerTest {

    private static final TopicPartition PARTITION = new TopicPartition("chat.input", 3);
    private static final Duration QUIET = Duration.ofMillis(800);

    private final Map<List<Long>, WhenDone> underWay = new LinkedHashMap<>();
    private final List<List<Long>> begun = new ArrayList<>();
    private final List<List<Long>> redelivered = new ArrayList<>();
    private final Map<Long, Runnable> storing = new LinkedHashMap<>();
    private long now;
    private PartitionLedger ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 100);

    private PartitionLedger ledger(Watermark before, int turns) {
        return new PartitionLedger(
                PARTITION,
                before,
                before.taken(),
                new Slots(turns, Runnable::run),
                new Hands(),
                Collation.within(QUIET),
                new Letters(),
                () -> now);
    }

    /** A value with a brace goes alone. */
    private final class Hands implements PartitionLedger.Processing {

        @Override
        public void begin(PartitionLedger owner, List<ConsumerRecord<?, ?>> records, boolean again, WhenDone whenDone) {
            List<Long> offsets = records.stream().map(ConsumerRecord::offset).toList();
            begun.add(offsets);
            if (again) {
                redelivered.add(offsets);
            }
            underWay.put(offsets, whenDone);
        }

        @Override
        public Sentence sentence(ConsumerRecord<?, ?> record, long takenAt) {
            String value = (String) record.value();
            return value.startsWith("{") ? null : new Sentence(value.length(), "anybody", 0, takenAt);
        }
    }

    /** Dead letters are what fails with an IllegalArgumentException, and what is older than a minute. */
    private final class Letters implements PartitionLedger.Failures {

        @Override
        public boolean isDeadLetter(Throwable failure, Duration age) {
            return failure instanceof IllegalArgumentException || age.compareTo(Duration.ofMinutes(1)) >= 0;
        }

        @Override
        public void store(PartitionLedger owner, ConsumerRecord<?, ?> record, Throwable failure, Runnable stored) {
            storing.put(record.offset(), stored);
        }

        @Override
        public void willRetry(TopicPartition partition, long offset, int attempts, Duration delay, Throwable failure) {
            // Seen by what is begun again.
        }
    }

    private void say(long offset, String key) {
        take(offset, key, "hello");
    }

    private void take(long offset, String key, String value) {
        ledger.take(List.of(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, key, value)));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        ledger.beginDue();
    }

    private void finish(Long... offsets) {
        underWay.remove(List.of(offsets)).ended(null);
    }

    private void fail(Long... offsets) {
        underWay.remove(List.of(offsets)).ended(new IllegalStateException("asked to"));
    }

    private void reject(Long... offsets) {
        underWay.remove(List.of(offsets)).ended(new IllegalArgumentException("asked to"));
    }

    private void stored(long offset) {
        storing.remove(offset).run();
    }

    @Test
    void textsThatBelongTogetherAreBegunOnceWhenNoMoreComes() {
        say(0, "a");
        say(1, "b");
        pass(QUIET.minusMillis(1));
        say(2, "a");
        pass(QUIET.minusMillis(1));
        assertThat(begun).containsExactly(List.of(1L));

        pass(Duration.ofMillis(1));
        assertThat(begun).containsExactly(List.of(1L), List.of(0L, 2L));
    }

    @Test
    void theOffsetMovesWhenTheirOneTurnIsOverAndNotBefore() {
        say(0, "a");
        say(1, "a");
        say(2, "a");
        pass(QUIET);
        assertThat(ledger.watermark().offset()).isZero();
        assertThat(ledger.watermark().finished()).isEmpty();
        assertThat(ledger.counts().underWay()).isEqualTo(3);

        finish(0L, 1L, 2L);
        assertThat(ledger.toCommit().offset()).isEqualTo(3);
        assertThat(ledger.counts().unfinished()).isZero();
        assertThat(ledger.counts().bytes()).isZero();
        assertThat(ledger.isIdle()).isTrue();
    }

    @Test
    void whatGoesAloneEndsTheWaitAndGoesBehindThem() {
        say(0, "a");
        say(1, "a");
        take(2, "a", "{}");
        say(3, "a");
        assertThat(begun).containsExactly(List.of(0L, 1L));
        finish(0L, 1L);
        assertThat(begun).endsWith(List.of(2L));
        finish(2L);
        assertThat(begun).hasSize(2);
        pass(QUIET);
        assertThat(begun).endsWith(List.of(3L));
    }

    @Test
    void whatComesWhileATurnIsUnderWayIsTheNextTurn() {
        say(0, "a");
        pass(QUIET);
        say(1, "a");
        say(2, "a");
        pass(QUIET);
        assertThat(begun).containsExactly(List.of(0L));
        finish(0L);
        assertThat(begun).endsWith(List.of(1L, 2L));
    }

    @Test
    void whatWaitsHoldsNoSlotAndCountsAsWaiting() {
        ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 1);
        say(0, "a");
        say(1, "a");
        take(2, "b", "{}");
        assertThat(begun).containsExactly(List.of(2L));
        assertThat(ledger.hasRoom(2, 100, 1_000)).isFalse();
        assertThat(ledger.hasRoom(3, 100, 1_000)).isTrue();
    }

    @Test
    void whatComesWhileTheyWaitForASlotStillJoins() {
        ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 1);
        take(0, "b", "{}");
        say(1, "a");
        pass(QUIET.minusMillis(1));
        say(2, "a");
        pass(QUIET);
        assertThat(begun).containsExactly(List.of(0L));
        finish(0L);
        assertThat(begun).endsWith(List.of(1L, 2L));
    }

    // ---------------------------------------------------------------- failures

    @Test
    void whatFailedIsTriedAgainWithTheSameWhateverCame() {
        say(0, "a");
        say(1, "a");
        pass(QUIET);
        fail(0L, 1L);
        say(2, "a");
        assertThat(ledger.counts().failing()).isEqualTo(2);
        pass(RetryPause.FIRST);
        assertThat(begun).containsExactly(List.of(0L, 1L), List.of(0L, 1L));
        assertThat(redelivered).containsExactly(List.of(0L, 1L));
        assertThat(ledger.watermark().offset()).isZero();

        finish(0L, 1L);
        pass(QUIET);
        assertThat(begun).endsWith(List.of(2L));
        assertThat(ledger.watermark().offset()).isEqualTo(2);
    }

    @Test
    void eachIsADeadLetterOfItsOwnInOrderAndTheKeyGoesOnBehindTheLast() {
        say(0, "a");
        say(1, "a");
        take(2, "a", "{}");
        reject(0L, 1L);
        assertThat(storing).containsOnlyKeys(0L);
        assertThat(ledger.counts().storing()).isEqualTo(2);
        stored(0);
        assertThat(ledger.watermark().offset()).isEqualTo(1);
        assertThat(storing).containsOnlyKeys(1L);
        assertThat(begun).hasSize(1);
        stored(1);
        assertThat(ledger.watermark().offset()).isEqualTo(2);
        assertThat(ledger.counts().storing()).isZero();
        assertThat(begun).endsWith(List.of(2L));
    }

    @Test
    void eachThatCouldNotBeSentForTooLongIsADeadLetter() {
        say(0, "a");
        say(1, "a");
        pass(QUIET);
        fail(0L, 1L);
        now += Duration.ofMinutes(1).toNanos();
        ledger.expire();
        stored(0);
        stored(1);
        assertThat(begun).hasSize(1);
        assertThat(ledger.watermark().offset()).isEqualTo(2);
    }

    // ---------------------------------------------------------------- owners

    @Test
    void whatWaitsForMoreIsLeftToTheNextOwner() {
        say(0, "a");
        say(1, "b");
        take(2, "b", "{}");
        ledger.end();
        pass(QUIET);
        finish(1L);
        assertThat(begun).containsExactly(List.of(1L));
        assertThat(ledger.watermark().offset()).isZero();
        assertThat(ledger.watermark().finished()).isEqualTo(Map.of(1L, 1L));

        ledger.close(() -> {});
        pass(QUIET);
        assertThat(begun).hasSize(1);
        assertThat(ledger.counts().unfinished()).isZero();
    }

    @Test
    void whatIsStoredWhileThePartitionIsGivenAwayIsFollowedByTheRest() {
        say(0, "a");
        say(1, "a");
        pass(QUIET);
        reject(0L, 1L);
        ledger.end();
        stored(0);
        stored(1);
        assertThat(ledger.watermark().offset()).isEqualTo(2);
    }

    @Test
    void aClosedLedgerIsFencedAgainstAllOfThem() {
        say(0, "a");
        say(1, "a");
        pass(QUIET);
        int[] left = {0};
        assertThat(ledger.close(() -> left[0]++)).isEqualTo(2);
        finish(0L, 1L);
        assertThat(left[0]).isEqualTo(2);
        assertThat(ledger.toCommit()).isNull();
    }

    @Test
    void whatTheOwnerBeforeHadFinishedIsLeftOutAndTheRestIsMarked() {
        ledger = ledger(new Watermark(10, true, 12, new TreeMap<>(Map.of(11L, 11L))), 100);
        say(10, "a");
        say(11, "a");
        say(12, "a");
        pass(QUIET);
        assertThat(begun).containsExactly(List.of(10L, 12L));
        assertThat(redelivered).containsExactly(List.of(10L, 12L));
        finish(10L, 12L);
        assertThat(ledger.toCommit().offset()).isEqualTo(13);
    }

    // ---------------------------------------------------------------- whatever comes

    @Test
    void whateverHappensEachRecordIsFinishedOnceAndTheOffsetIsThatOfTheFirstUnfinished() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 1 + random.nextInt(5));
            underWay.clear();
            storing.clear();
            List<Long> finished = new ArrayList<>();
            long next = 0;
            while (next < 80 || finished.size() < 80) {
                int what = random.nextInt(6);
                if (what < 2 && next < 80) {
                    take(next++, "key-" + random.nextInt(4), random.nextInt(5) == 0 ? "{}" : "hello");
                } else if (what == 2) {
                    pass(Duration.ofMillis(random.nextInt(1_000)));
                } else if (!storing.isEmpty()) {
                    long offset = storing.keySet().iterator().next();
                    finished.add(offset);
                    stored(offset);
                } else if (!underWay.isEmpty()) {
                    List<List<Long>> candidates = List.copyOf(underWay.keySet());
                    List<Long> ended = candidates.get(random.nextInt(candidates.size()));
                    int how = random.nextInt(4);
                    if (how == 0) {
                        reject(ended.toArray(Long[]::new));
                    } else if (how == 1) {
                        fail(ended.toArray(Long[]::new));
                    } else {
                        finished.addAll(ended);
                        finish(ended.toArray(Long[]::new));
                    }
                }
                Watermark watermark = ledger.watermark();
                for (long offset = 0; offset < next; offset++) {
                    assertThat(watermark.finished(offset))
                            .as("seed %d, offset %d", seed, offset)
                            .isEqualTo(finished.contains(offset));
                }
            }
            assertThat(finished).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(ledger.counts()).as("seed %d", seed).isEqualTo(new PartitionLedger.Counts(0, 0, 0, 0, 0, 0));
        }
    }
}
