package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.road.Collation;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.TurnRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** The register of one partition writes what has changed, once, and only as long as the broker says that it may. */
class PartitionRegisterTest {

    private static final TopicPartition PARTITION = new TopicPartition("chat.input", 3);

    private record Write(ProducerRecord<byte[], byte[]> record, PartitionRegister.Written written) {}

    private final Deque<Write> writes = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<String> tooLarge = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long nanos = 1_000_000;

    private final PartitionLedger ledger = new PartitionLedger(
            PARTITION,
            new Watermark(7, true, 7, new TreeMap<>(), Optional.empty()),
            0,
            new Slots(10, Runnable::run),
            (owner, records, redelivered, whenDone) -> {},
            Collation.within(Duration.ZERO),
            null,
            () -> nanos);

    private final PartitionRegister register = new PartitionRegister(
            PARTITION,
            "group",
            "chat.sessions",
            new PartitionRegister.Writer() {
                @Override
                public void write(ProducerRecord<byte[], byte[]> record, PartitionRegister.Written written) {
                    writes.add(new Write(record, written));
                }

                @Override
                public void after(Duration delay, Runnable task) {
                    later.add(task);
                }

                @Override
                public void tooLarge(String sessionId) {
                    tooLarge.add(sessionId);
                }
            },
            () -> nanos,
            () -> 1_800_000_000_000L + nanos / 1_000_000);

    PartitionRegisterTest() {
        register.ledger(ledger);
    }

    private static SessionEntry entry(String key, Map<String, Object> address) {
        return new SessionEntry("support", "v", new TurnRequest.Ids(key, "id-" + key, "user"), address);
    }

    private static SessionEntry entry(String key) {
        return entry(key, Map.of("road", "kafka"));
    }

    /** The group's coordinator takes the commit that the ledger asks for. */
    private void theBrokerSaysItIsOurs() {
        assertThat(ledger.toCommit()).isNotNull();
        ledger.committed();
    }

    private Write nextWrite() {
        assertThat(writes).hasSize(1);
        return writes.remove();
    }

    private static RegisterRecord read(Write write) {
        ProducerRecord<byte[], byte[]> record = write.record();
        return RegisterRecord.of(new ConsumerRecord<>(
                        record.topic(),
                        record.partition(),
                        0,
                        record.timestamp(),
                        null,
                        0,
                        0,
                        record.key(),
                        record.value(),
                        record.headers(),
                        Optional.empty()))
                .orElseThrow();
    }

    @Test
    void whatIsWrittenIsReadAgainAsItWasInThePartitionOfTheInputs() {
        SessionEntry entry = entry("anna", Map.of("road", "kafka", "replyTopic", "vip", "number", 7));
        register.live(entry);
        theBrokerSaysItIsOurs();
        Write write = nextWrite();
        assertThat(write.record().partition()).isEqualTo(3);
        assertThat(read(write)).isEqualTo(new RegisterRecord(entry, "group", "chat.input", 1_800_000_000_001L));
    }

    @Test
    void nothingIsWrittenBeforeTheBrokerSaysThatThePartitionIsOurs() {
        register.live(entry("anna"));
        assertThat(writes).isEmpty();
        assertThat(ledger.toCommit()).isNotNull();
        ledger.notCommitted();
        assertThat(writes).isEmpty();

        theBrokerSaysItIsOurs();
        assertThat(writes).hasSize(1);
    }

    @Test
    void whoWasFencedWritesNothingAndNobodyWaitsForIt() {
        register.live(entry("anna"));
        register.whenWritten("anna", () -> told.add("anna"));
        ledger.close(() -> {});
        register.close();
        register.live(entry("berta"));
        register.ended(entry("anna"));
        assertThat(writes).isEmpty();
        assertThat(told).containsExactly("anna");
    }

    @Test
    void aTombstoneOfAFencedOwnerIsNotWrittenEither() {
        register.found(new RegisterRecord(entry("anna"), "group", "chat.input", 0));
        register.ended(entry("anna"));
        // It does not know yet: the commit that asks for the broker's word fails, and then the partition is lost.
        assertThat(ledger.toCommit()).isNotNull();
        ledger.notCommitted();
        ledger.close(() -> {});
        assertThat(writes).isEmpty();
    }

    @Test
    void whoEndsIsToldWhenTheTopicHasTheLatest() {
        register.whenWritten("anna", () -> told.add("unknown"));
        assertThat(told).containsExactly("unknown");

        register.live(entry("anna"));
        register.whenWritten("anna", () -> told.add("first"));
        theBrokerSaysItIsOurs();
        Write first = nextWrite();
        register.live(entry("anna", Map.of("road", "kafka", "replyTopic", "vip")));
        first.written().done(null);
        assertThat(told).containsExactly("unknown");

        theBrokerSaysItIsOurs();
        Write second = nextWrite();
        assertThat(read(second).entry().replyAddress()).containsEntry("replyTopic", "vip");
        second.written().done(null);
        assertThat(told).containsExactly("unknown", "first");
        register.whenWritten("anna", () -> told.add("at once"));
        assertThat(told).endsWith("at once");
        assertThat(register.writing()).isZero();
    }

    @Test
    void whatCannotBeWrittenIsTriedAgainUntilItIs() {
        register.live(entry("anna"));
        register.whenWritten("anna", () -> told.add("anna"));
        for (int attempt = 0; attempt < 3; attempt++) {
            theBrokerSaysItIsOurs();
            nextWrite().written().done(new TimeoutException("away"));
            assertThat(later).hasSize(1);
            later.remove(0).run();
        }
        theBrokerSaysItIsOurs();
        nextWrite().written().done(null);
        assertThat(told).containsExactly("anna");
    }

    @Test
    void anInputThatChangesNothingIsNotWrittenButNowAndThenThatTheSessionIsStillActive() {
        register.live(entry("anna", Map.of("road", "kafka", "correlationId", new byte[] {1}, "traceparent", "t-1")));
        theBrokerSaysItIsOurs();
        nextWrite().written().done(null);
        register.live(entry("anna", Map.of("road", "kafka", "correlationId", new byte[] {2}, "traceparent", "t-2")));
        assertThat(register.writing()).isZero();

        nanos += PartitionRegister.REFRESH.toNanos();
        register.live(entry("anna"));
        theBrokerSaysItIsOurs();
        assertThat(read(nextWrite()).lastActive()).isEqualTo(1_800_000_000_001L + PartitionRegister.REFRESH.toMillis());
    }

    @Test
    void aSessionThatEndsLeavesTheTopicAndTheMemory() {
        register.live(entry("anna"));
        theBrokerSaysItIsOurs();
        nextWrite().written().done(null);
        register.ended(entry("anna"));
        theBrokerSaysItIsOurs();
        Write tombstone = nextWrite();
        assertThat(tombstone.record().value()).isNull();
        assertThat(new String(tombstone.record().key())).isEqualTo("anna");
        tombstone.written().done(null);

        register.ended(entry("anna"));
        assertThat(register.writing()).isZero();
    }

    @Test
    void aSessionThatEndsAndBeginsAgainWhileThatIsWrittenStaysInTheTopic() {
        register.found(new RegisterRecord(entry("anna"), "group", "chat.input", 0));
        register.ended(entry("anna"));
        theBrokerSaysItIsOurs();
        Write tombstone = nextWrite();
        register.live(entry("anna"));
        tombstone.written().done(null);
        theBrokerSaysItIsOurs();
        assertThat(nextWrite().record().value()).isNotNull();
    }

    @Test
    void anAddressThatIsTooLargeIsNotWrittenAndHoldsNothingUp() {
        register.live(entry("anna", Map.of("road", "kafka", "page", "x".repeat(RegisterRecord.MAX_BYTES))));
        register.whenWritten("anna", () -> told.add("anna"));
        theBrokerSaysItIsOurs();
        assertThat(writes).isEmpty();
        assertThat(tooLarge).containsExactly("id-anna");
        assertThat(told).containsExactly("anna");
    }

    @Test
    void whereNothingWasEverCommittedTheFirstRecordsCommitIsTheBrokersWord() {
        PartitionLedger fresh = new PartitionLedger(
                PARTITION,
                null,
                0,
                new Slots(10, Runnable::run),
                (owner, records, redelivered, whenDone) -> {},
                Collation.within(Duration.ZERO),
                null,
                () -> nanos);
        register.ledger(fresh);
        register.found(new RegisterRecord(entry("anna"), "group", "chat.input", 0));
        register.ended(entry("anna"));
        assertThat(fresh.toCommit()).isNull();

        fresh.take(List.of(new ConsumerRecord<>("chat.input", 3, 0, "berta", "hello")));
        assertThat(fresh.toCommit()).isNotNull();
        fresh.committed();
        assertThat(nextWrite().record().value()).isNull();
    }
}
