package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.kafka.PartitionLedger.WhenDone;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.RetryPause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/**
 * The offset moves only over finished records, without a gap; one record of a key is under way at a time, in order; what
 * failed is processed again and holds up its key alone; a ledger that was closed changes nothing any more.
 */
class PartitionLedgerTest {

    private static final RecordHeaders NO_HEADERS = new RecordHeaders();
    private static final TopicPartition PARTITION = new TopicPartition("chat.input", 3);
    private static final Collation EACH_ALONE = Collation.within(Duration.ZERO);

    private final Map<Long, WhenDone> underWay = new LinkedHashMap<>();
    private final List<Long> begun = new ArrayList<>();
    private final List<Long> redelivered = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<Long, Runnable> storing = new LinkedHashMap<>();
    private final Letters letters = new Letters();
    private long now;
    private int left;
    private PartitionLedger ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 0, 100);

    private PartitionLedger ledger(Watermark before, long redeliveredBelow, int turns) {
        return new PartitionLedger(
                PARTITION,
                before,
                redeliveredBelow,
                new Slots(turns, Runnable::run),
                (owner, records, again, whenDone) -> {
                    begun.add(records.get(0).offset());
                    if (again) {
                        redelivered.add(records.get(0).offset());
                    }
                    underWay.put(records.get(0).offset(), whenDone);
                },
                EACH_ALONE,
                letters,
                () -> now);
    }

    /** Dead letters are what fails with an IllegalArgumentException, and what is older than a minute. */
    private final class Letters implements PartitionLedger.Failures {

        private Duration oldest = Duration.ofMinutes(1);

        @Override
        public boolean isDeadLetter(Throwable failure, Duration age) {
            return failure instanceof IllegalArgumentException || age.compareTo(oldest) >= 0;
        }

        @Override
        public void store(PartitionLedger owner, ConsumerRecord<?, ?> record, Throwable failure, Runnable stored) {
            storing.put(record.offset(), stored);
        }

        @Override
        public void willRetry(TopicPartition partition, long offset, int attempts, Duration delay, Throwable failure) {
            failures.add(offset + " in " + delay.toSeconds() + " s");
        }
    }

    /** Takes records of these keys, with offsets from {@code first}. */
    private void take(long first, String... keys) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        for (String key : keys) {
            records.add(record(first + records.size(), key));
        }
        ledger.take(records);
    }

    private static ConsumerRecord<String, String> record(long offset, String key) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, key, "hello");
    }

    private void finish(long... offsets) {
        Arrays.stream(offsets).forEach(offset -> underWay.remove(offset).ended(null));
    }

    private void fail(long offset) {
        underWay.remove(offset).ended(new IllegalStateException("asked to"));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        ledger.beginDue();
    }

    // ---------------------------------------------------------------- the watermark

    @Test
    void nothingIsCommittedBeforeSomethingIsFinished() {
        take(0, "a", "b");
        assertThat(ledger.toCommit()).isNull();
    }

    @Test
    void theWatermarkStopsAtTheFirstUnfinishedRecord() {
        take(0, "a", "b", "c", "d");
        finish(1, 2);
        assertThat(ledger.toCommit().offset()).isZero();

        finish(0);
        assertThat(ledger.toCommit().offset()).isEqualTo(3);
    }

    @Test
    void whatIsFinishedBeyondTheWatermarkIsCommittedInRanges() {
        take(10, "a", "b", "c", "d", "e");
        finish(11, 12, 14);
        assertThat(ledger.toCommit().finished()).isEqualTo(Map.of(11L, 12L, 14L, 14L));
    }

    @Test
    void aGapThatNoRecordHasIsNoObstacle() {
        ledger.take(List.of(record(0, "a"), record(5, "b"), record(9, "c")));
        finish(0, 5);
        assertThat(ledger.toCommit().offset()).isEqualTo(9);
    }

    @Test
    void theSameIsNotCommittedTwice() {
        take(0, "a", "b");
        finish(0);
        assertThat(ledger.toCommit()).isNotNull();
        assertThat(ledger.toCommit()).isNull();
    }

    @Test
    void aCommitThatFailedIsMadeAgain() {
        take(0, "a");
        finish(0);
        ledger.toCommit();
        ledger.notCommitted();
        assertThat(ledger.toCommit().offset()).isEqualTo(1);
    }

    @Test
    void anyOrderOfEndingsLeavesNoFinishedRecordBehindAndCommitsNoUnfinishedOne() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 0, 1 + random.nextInt(20));
            underWay.clear();
            String[] keys = random.ints(60, 0, 12).mapToObj(Integer::toString).toArray(String[]::new);
            take(0, keys);
            List<Long> finished = new ArrayList<>();
            while (!underWay.isEmpty()) {
                List<Long> candidates = List.copyOf(underWay.keySet());
                long next = candidates.get(random.nextInt(candidates.size()));
                finish(next);
                finished.add(next);
                Watermark watermark = ledger.watermark();
                for (long offset = 0; offset < 60; offset++) {
                    assertThat(watermark.finished(offset))
                            .as("seed %d, offset %d", seed, offset)
                            .isEqualTo(finished.contains(offset));
                }
            }
            assertThat(ledger.watermark().offset()).as("seed %d", seed).isEqualTo(60);
        }
    }

    // ---------------------------------------------------------------- order

    @Test
    void recordsOfDifferentKeysAreUnderWayTogether() {
        take(0, "a", "b", "c");
        assertThat(begun).containsExactly(0L, 1L, 2L);
    }

    @Test
    void theRecordsOfAKeyFollowOneAnother() {
        take(0, "a", "a", "b", "a");
        assertThat(begun).containsExactly(0L, 2L);
        finish(0);
        assertThat(begun).containsExactly(0L, 2L, 1L);
        finish(1);
        assertThat(begun).containsExactly(0L, 2L, 1L, 3L);
    }

    @Test
    void keysAreEqualIfTheirBytesAre() {
        ledger.take(List.of(
                new ConsumerRecord<>(PARTITION.topic(), 3, 0, new byte[] {1, 2}, "hello"),
                new ConsumerRecord<>(PARTITION.topic(), 3, 1, new byte[] {1, 2}, "hello")));
        assertThat(begun).containsExactly(0L);
    }

    @Test
    void recordsWithoutAKeyWaitForNobody() {
        take(0, null, null);
        assertThat(begun).containsExactly(0L, 1L);
    }

    @Test
    void noMoreAreUnderWayThanThereAreSlots() {
        ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 0, 2);
        take(0, "a", "b", "c");
        assertThat(begun).containsExactly(0L, 1L);
        finish(1);
        assertThat(begun).containsExactly(0L, 1L, 2L);
    }

    // ---------------------------------------------------------------- failures

    @Test
    void aFailedRecordIsProcessedAgainAfterAGrowingDelay() {
        take(0, "a");
        fail(0);
        pass(Duration.ofMillis(999));
        assertThat(begun).containsExactly(0L);
        pass(Duration.ofMillis(1));
        assertThat(begun).containsExactly(0L, 0L);
        fail(0);
        pass(Duration.ofSeconds(1));
        assertThat(begun).hasSize(2);
        pass(Duration.ofSeconds(1));
        assertThat(begun).hasSize(3);
        assertThat(failures).containsExactly("0 in 1 s", "0 in 2 s");
    }

    @Test
    void theDelayGrowsToHalfAMinuteAtMost() {
        letters.oldest = Duration.ofHours(1);
        take(0, "a");
        for (int attempt = 0; attempt < 40; attempt++) {
            fail(0);
            pass(RetryPause.LONGEST);
        }
        assertThat(begun).hasSize(41);
        assertThat(failures).endsWith("0 in 30 s");
    }

    @Test
    void aFailedRecordHoldsUpItsKeyAndTheOffsetAndNothingElse() {
        take(0, "a", "a", "b", "b");
        fail(0);
        finish(2, 3);
        assertThat(begun).containsExactly(0L, 2L, 3L);
        assertThat(ledger.toCommit().offset()).isZero();

        pass(RetryPause.FIRST);
        finish(0, 1);
        assertThat(ledger.toCommit().offset()).isEqualTo(4);
    }

    @Test
    void whatIsProcessedAgainIsMarked() {
        take(0, "a", "b");
        fail(0);
        pass(RetryPause.FIRST);
        assertThat(redelivered).containsExactly(0L);
    }

    // ---------------------------------------------------------------- dead letters

    private void reject(long offset) {
        underWay.remove(offset).ended(new IllegalArgumentException("asked to"));
    }

    @Test
    void aDeadLetterThatWaitsHoldsItsKeyAndTheOffsetAndNoSlot() {
        ledger = ledger(new Watermark(0, true, 0, new TreeMap<>()), 0, 1);
        take(0, "a", "a", "b", "c");
        reject(0);
        finish(2, 3);
        assertThat(storing).containsOnlyKeys(0L);
        assertThat(begun).containsExactly(0L, 2L, 3L);
        assertThat(ledger.toCommit().offset()).isZero();

        storing.remove(0L).run();
        finish(1);
        assertThat(ledger.toCommit().offset()).isEqualTo(4);
    }

    @Test
    void deadLettersThatWaitLeaveRoomForTheLiving() {
        take(0, "a", "b", "c");
        reject(0);
        reject(1);
        reject(2);
        assertThat(ledger.hasRoom(1, 100, 1_000)).isTrue();
    }

    @Test
    void whatFailedAndWaitsTooLongBecomesADeadLetterWithoutBeingTriedAgain() {
        take(0, "a");
        fail(0);
        now += Duration.ofMinutes(1).toNanos();
        ledger.expire();
        assertThat(storing).containsOnlyKeys(0L);
        pass(RetryPause.LONGEST);
        assertThat(begun).containsExactly(0L);
    }

    @Test
    void whatFailedIsTriedAgainAtOnceWhenWhatItFailedForIsOver() {
        take(0, "a");
        fail(0);
        ledger.retryNow();
        assertThat(begun).containsExactly(0L, 0L);
    }

    @Test
    void aStepThatThrowsAnErrorGivesItsSlotBack() {
        ledger = new PartitionLedger(
                PARTITION,
                new Watermark(0, true, 0, new TreeMap<>()),
                0,
                new Slots(1, Runnable::run),
                (owner, records, again, whenDone) -> {
                    begun.add(records.get(0).offset());
                    throw new StackOverflowError("asked to");
                },
                EACH_ALONE,
                letters,
                () -> now);
        take(0, "a", "b");
        assertThat(begun).containsExactly(0L, 1L);
    }

    // ---------------------------------------------------------------- owners

    @Test
    void whatTheOwnerBeforeHadFinishedIsLeftOut() {
        ledger = ledger(new Watermark(10, true, 14, new TreeMap<>(Map.of(11L, 12L))), 14, 100);
        take(10, "a", "b", "c", "d");
        assertThat(begun).containsExactly(10L, 13L);
        finish(10);
        assertThat(ledger.toCommit().offset()).isEqualTo(13);
    }

    @Test
    void whatTheOwnerBeforeMayHaveProcessedIsMarked() {
        ledger = ledger(new Watermark(10, true, 12, new TreeMap<>()), 12, 100);
        take(10, "a", "b", "c");
        assertThat(redelivered).containsExactly(10L, 11L);
    }

    @Test
    void anEndedLedgerBeginsNothingAndStillFinishesWhatIsUnderWay() {
        take(0, "a", "a", "b");
        ledger.end();
        finish(0, 2);
        assertThat(begun).containsExactly(0L, 2L);
        Watermark watermark = ledger.watermark();
        assertThat(watermark.released()).isTrue();
        assertThat(watermark.offset()).isEqualTo(1);
        assertThat(watermark.taken()).isEqualTo(3);
        assertThat(watermark.finished()).isEqualTo(Map.of(2L, 2L));
    }

    @Test
    void aClosedLedgerIsFenced() {
        take(0, "a", "a", "b");
        assertThat(ledger.close(() -> left++)).isEqualTo(2);
        finish(0);
        fail(2);
        assertThat(begun).containsExactly(0L, 2L);
        assertThat(ledger.toCommit()).isNull();
        assertThat(failures).isEmpty();
    }

    @Test
    void aClosedLedgerGivesItsSlotsBack() {
        Slots shared = new Slots(1, Runnable::run);
        List<Long> started = new ArrayList<>();
        PartitionLedger first = new PartitionLedger(
                PARTITION,
                new Watermark(0, true, 0, new TreeMap<>()),
                0,
                shared,
                (owner, records, again, whenDone) -> underWay.put(records.get(0).offset(), whenDone),
                EACH_ALONE,
                letters,
                () -> now);
        first.take(List.of(record(0, "a"), record(1, "b")));
        first.close(() -> left++);
        shared.submit(() -> started.add(99L));
        finish(0);
        assertThat(started).containsExactly(99L);
    }

    // ---------------------------------------------------------------- room

    @Test
    void thereIsNoRoomWhereTooManyWait() {
        take(0, "a", "a", "a");
        assertThat(ledger.hasRoom(3, 100, 1_000)).isTrue();
        assertThat(ledger.hasRoom(2, 100, 1_000)).isFalse();
    }

    @Test
    void thereIsNoRoomFarAheadOfTheWatermark() {
        take(0, "a", "b", "c", "d");
        finish(1, 2, 3);
        assertThat(ledger.hasRoom(10, 5, 1_000)).isTrue();
        assertThat(ledger.hasRoom(10, 4, 1_000)).isFalse();
        finish(0);
        assertThat(ledger.hasRoom(10, 4, 1_000)).isTrue();
    }

    @Test
    void thereIsNoRoomWhereTheRecordsAreTooLarge() {
        byte[] large = new byte[600];
        ledger.take(List.of(
                new ConsumerRecord<>(
                        PARTITION.topic(),
                        3,
                        0,
                        0,
                        TimestampType.CREATE_TIME,
                        1,
                        600,
                        "a",
                        large,
                        NO_HEADERS,
                        Optional.empty()),
                new ConsumerRecord<>(
                        PARTITION.topic(),
                        3,
                        1,
                        0,
                        TimestampType.CREATE_TIME,
                        1,
                        600,
                        "b",
                        large,
                        NO_HEADERS,
                        Optional.empty())));
        assertThat(ledger.hasRoom(10, 100, 1_203)).isTrue();
        assertThat(ledger.hasRoom(10, 100, 1_202)).isFalse();
        finish(1);
        assertThat(ledger.hasRoom(10, 100, 1_202)).isTrue();
    }

    // ---------------------------------------------------------------- what is no record

    @Test
    void withoutACommitThereIsNothingToSayBeforeTheFirstRecord() {
        ledger = ledger(null, 0, 100);
        assertThat(ledger.watermark()).isNull();
        take(7, "a");
        assertThat(ledger.watermark().offset()).isEqualTo(7);
        finish(7);
        assertThat(ledger.toCommit().offset()).isEqualTo(8);
    }

    @Test
    void theOffsetGoesPastTheMarkersOfTransactions() {
        take(0, "a");
        finish(0);
        ledger.toCommit();
        ledger.passed(2);
        assertThat(ledger.toCommit().offset()).isEqualTo(2);
    }

    @Test
    void aCommitCarriesTheLeaderEpochOfTheLastRecordBelowIt() {
        ledger.take(List.of(ofEpoch(0, 5), ofEpoch(1, 5), ofEpoch(2, 6)));
        finish(0);
        assertThat(ledger.toCommit().toCommit().leaderEpoch()).contains(5);
        finish(1, 2);
        assertThat(ledger.toCommit().toCommit().leaderEpoch()).contains(6);
    }

    private static ConsumerRecord<String, String> ofEpoch(long offset, int epoch) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                3,
                offset,
                0,
                TimestampType.CREATE_TIME,
                1,
                1,
                "key-" + offset,
                "v",
                NO_HEADERS,
                Optional.of(epoch));
    }

    // ---------------------------------------------------------------- whose it is

    private List<Boolean> askWhoseItIs() {
        List<Boolean> answers = new ArrayList<>();
        ledger.whenOwnershipIsKnown(answers::add);
        return answers;
    }

    @Test
    void whoeverAsksWaitsForACommitThatIsSentAfterwards() {
        List<Boolean> early = askWhoseItIs();
        assertThat(ledger.toCommit()).isNotNull();
        List<Boolean> late = askWhoseItIs();
        ledger.committed();
        assertThat(early).containsExactly(true);
        assertThat(late).isEmpty();

        ledger.toCommit();
        ledger.committed();
        assertThat(late).containsExactly(true);
        assertThat(early).hasSize(1);
        assertThat(ledger.toCommit()).isNull();
    }

    @Test
    void aCommitThatFailsSaysNothingAndIsRepeated() {
        List<Boolean> answers = askWhoseItIs();
        ledger.toCommit();
        ledger.notCommitted();
        assertThat(answers).isEmpty();
        assertThat(ledger.toCommit()).isNotNull();
    }

    @Test
    void aLostPartitionIsNotOurs() {
        List<Boolean> before = askWhoseItIs();
        ledger.toCommit();
        ledger.close(() -> left++);
        ledger.committed();
        assertThat(before).containsExactly(false);
        assertThat(askWhoseItIs()).containsExactly(false);
    }

    @Test
    void oneThatIsBeingGivenAwayIsOursUntilItIsGone() {
        List<Boolean> before = askWhoseItIs();
        ledger.end();
        assertThat(before).containsExactly(true);
        assertThat(askWhoseItIs()).containsExactly(true);
        ledger.close(() -> left++);
        assertThat(askWhoseItIs()).containsExactly(false);
    }

    @Test
    void sessionsAreLeftAtOnceAndAgainWhenTheLastThatWasUnderWayHasEnded() {
        take(0, "a", "b");
        ledger.close(() -> left++);
        assertThat(left).isEqualTo(1);
        finish(1);
        assertThat(left).isEqualTo(1);
        fail(0);
        assertThat(left).isEqualTo(2);
        assertThat(failures).isEmpty();
    }
}
