package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.road.Collation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that is suddenly behind what was reached loses nothing: neither what is new in it, nor what was unfinished before. */
class AssignmentTest {

    private static final TopicPartition PARTITION = new TopicPartition("chat.input", 0);

    private final Map<Long, PartitionLedger.WhenDone> underWay = new LinkedHashMap<>();
    private final List<Long> begun = new ArrayList<>();
    private final Slots slots = new Slots(100, Runnable::run);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final RoadHealth health = new RoadHealth(System::nanoTime);
    private final Assignment assignment =
            new Assignment(new Road(), consumer, new Commits(consumer, health, System::nanoTime), System::nanoTime);

    private final class Road implements Assignment.Road {

        @Override
        public PartitionLedger ledger(TopicPartition partition, Watermark before, long redeliveredBelow) {
            return new PartitionLedger(
                    partition,
                    before,
                    redeliveredBelow,
                    slots,
                    (owner, records, redelivered, whenDone) -> {
                        begun.add(records.get(0).offset());
                        underWay.put(records.get(0).offset(), whenDone);
                    },
                    Collation.within(Duration.ZERO),
                    null,
                    System::nanoTime);
        }

        @Override
        public Duration releaseTimeout() {
            return Duration.ZERO;
        }

        @Override
        public Duration storeTimeout() {
            return Duration.ZERO;
        }

        @Override
        public void closeSessions(PartitionLedger ledger) {
            // Nobody has any.
        }

        @Override
        public int span() {
            return 100;
        }
    }

    @BeforeEach
    void assign() {
        consumer.subscribe(Set.of(PARTITION.topic()), assignment);
        consumer.rebalance(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        assignment.openNew();
    }

    private void take(long first, int number) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = first; offset < first + number; offset++) {
            records.add(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[] {(byte) offset}, new byte[0]));
        }
        assignment.take(new ConsumerRecords<>(
                Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(first + number))));
    }

    private void finish(long... offsets) {
        for (long offset : offsets) {
            underWay.remove(offset).ended(null);
        }
    }

    private Watermark watermark() {
        return assignment.ledgers().get(PARTITION).watermark();
    }

    @Test
    void aLogThatBeginsAnewIsProcessedFromThere() {
        take(0, 10);
        finish(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        take(0, 2);
        assertThat(begun).hasSize(12).endsWith(0L, 1L);
        assertThat(watermark().offset()).isZero();
        finish(0, 1);
        assertThat(watermark().offset()).isEqualTo(2);
    }

    @Test
    void whatIsUnfinishedBeforeTheCutIsReadAgain() {
        take(0, 10);
        finish(0, 1, 2, 4, 5, 6, 7, 8, 9);
        // The log ends at 7 now, and is written anew from there; 3 is still unfinished.
        take(7, 2);
        assertThat(consumer.position(PARTITION)).isEqualTo(3);
        assertThat(watermark()).isNull();

        take(3, 6);
        assertThat(begun).endsWith(3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(watermark().offset()).isEqualTo(3);
    }

    @Test
    void whatEndsOfTheOldLogChangesNothingInTheNewOne() {
        take(0, 3);
        PartitionLedger.WhenDone old = underWay.get(1L);
        take(0, 3);
        old.ended(null);
        finish(0);
        assertThat(watermark().offset()).isEqualTo(1);
    }
}
