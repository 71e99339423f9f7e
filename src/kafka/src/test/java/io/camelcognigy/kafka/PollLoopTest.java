package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.road.Collation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that polls waits for nobody, makes a consumer anew that failed, and does not end without a word. */
class PollLoopTest {

    private static final TopicPartition WELL = new TopicPartition("chat.input", 0);
    private static final TopicPartition OFFLINE = new TopicPartition("chat.input", 1);

    private final RoadHealth health = new RoadHealth(System::nanoTime);
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final List<Long> begun = new CopyOnWriteArrayList<>();
    private final Slots slots = new Slots(100, Runnable::run);
    private PollLoop loop;
    private Thread thread;

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    private void start(Supplier<Consumer<byte[], byte[]>> consumers) {
        loop = new PollLoop(
                "test",
                Set.of("chat.input"),
                consumers,
                new Road(),
                slots,
                new PollLoop.Bounds(100, 1_000_000),
                () -> true,
                health,
                (thread, error) -> fatal.add(error),
                System::nanoTime);
        thread = new Thread(loop, "poll-loop-test");
        thread.start();
    }

    /** Each record is finished as soon as it begins. */
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
                        whenDone.ended(null);
                    },
                    Collation.within(Duration.ZERO),
                    new PartitionLedger.Failures() {
                        @Override
                        public boolean isDeadLetter(Throwable failure, Duration age) {
                            return false;
                        }

                        @Override
                        public void store(
                                PartitionLedger owner,
                                ConsumerRecord<?, ?> record,
                                Throwable failure,
                                Runnable stored) {
                            throw new AssertionError();
                        }

                        @Override
                        public void willRetry(
                                TopicPartition partition,
                                long offset,
                                int attempts,
                                Duration delay,
                                Throwable failure) {
                            throw new AssertionError();
                        }
                    },
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
            return 10_000;
        }
    }

    /** One that has no record. */
    private static class Idle extends MockConsumer<byte[], byte[]> {

        private boolean assigned;

        Idle() {
            super("earliest");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (!assigned) {
                assigned = true;
                rebalance(List.of(WELL, OFFLINE));
                updateBeginningOffsets(Map.of(WELL, 0L, OFFLINE, 0L));
            }
            return super.poll(Duration.ZERO);
        }
    }

    /** What only the leader of a partition can say takes a minute where there is none. */
    private static final class WithAPartitionOffline extends Idle {

        private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();
        private boolean sent;

        private static <T> T leaderIsAsked() {
            throw new AssertionError("asks the leader of a partition");
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            return leaderIsAsked();
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return leaderIsAsked();
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            return leaderIsAsked();
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            super.poll(timeout);
            if (sent || paused().contains(WELL)) {
                return ConsumerRecords.empty();
            }
            sent = true;
            return new ConsumerRecords<>(
                    Map.of(WELL, List.of(new ConsumerRecord<>(WELL.topic(), 0, 0, new byte[] {1}, new byte[] {2}))),
                    Map.of(WELL, new OffsetAndMetadata(1)));
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            committed.putAll(offsets);
            callback.onComplete(offsets, null);
        }
    }

    @Test
    void aPartitionThatIsOfflineKeepsNobodyWaiting() {
        WithAPartitionOffline consumer = new WithAPartitionOffline();
        start(() -> consumer);
        await().until(() -> begun.equals(List.of(0L)));
        await().until(() -> consumer.committed.containsKey(WELL)
                && consumer.committed.get(WELL).offset() == 1);
        assertThat(consumer.committed).doesNotContainKey(OFFLINE);
        assertThat(fatal).isEmpty();
    }

    @Test
    void aPartitionOfATopicThatWasMadeAnewIsReadFromItsBeginning() {
        List<TopicPartition> rewound = new CopyOnWriteArrayList<>();
        start(() -> new Idle() {
            @Override
            public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
                rewound.addAll(partitions);
            }
        });
        await().until(() -> loop.ledgers().size() == 2);
        loop.rewind(Set.of(WELL, new TopicPartition("another", 0)));
        await().until(() -> !rewound.isEmpty());
        assertThat(rewound).containsExactly(WELL);
    }

    @Test
    void aCoordinatorThatDoesNotSayYetWhatIsCommittedIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        start(() -> new Idle() {
            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                    Set<TopicPartition> partitions, Duration timeout) {
                if (asked.incrementAndGet() < 3) {
                    throw new TimeoutException("asked to");
                }
                return new HashMap<>();
            }
        });
        await().until(() -> loop.ledgers().size() == 2);
        assertThat(asked).hasValue(3);
        assertThat(health.trouble()).isNull();
    }

    @Test
    void aConsumerThatFailsIsMadeAnew() {
        List<Consumer<byte[], byte[]>> made = new ArrayList<>();
        start(() -> {
            made.add(null);
            if (made.size() == 1) {
                throw new KafkaException("no such host");
            }
            return made.size() == 2
                    ? new Idle() {
                        @Override
                        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                            throw new TopicAuthorizationException(Set.of("chat.input"));
                        }
                    }
                    : new Idle();
        });
        await().until(() -> "the consumer is made anew: KafkaException".equals(health.trouble()));
        await().until(() -> loop.ledgers().size() == 2);
        assertThat(made).hasSize(3);
        assertThat(health.trouble()).isNull();
        assertThat(fatal).isEmpty();
    }

    @Test
    void anErrorEndsItNotWithoutAWord() throws InterruptedException {
        OutOfMemoryError error = new OutOfMemoryError("asked to");
        start(() -> new Idle() {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                throw error;
            }
        });
        await().until(() -> fatal.contains(error));
        thread.join(10_000);
        assertThat(health.trouble()).contains("OutOfMemoryError");
    }

    @Test
    void aPollThatNeverComesBackIsSeen() {
        AtomicLong now = new AtomicLong();
        RoadHealth silent = new RoadHealth(now::get);
        assertThat(silent.trouble()).isNull();
        now.set(Duration.ofSeconds(31).toNanos());
        assertThat(silent.trouble()).isEqualTo("no poll for 31 s");
        start(Idle::new);
    }

    @Test
    void commitsThatFailForLongAreSeen() {
        AtomicLong now = new AtomicLong();
        RoadHealth uncommitted = new RoadHealth(now::get);
        uncommitted.committing();
        uncommitted.commitFailed(new TimeoutException("asked to"));
        now.set(Duration.ofSeconds(21).toNanos());
        assertThat(uncommitted.trouble()).isEqualTo("no commit for 21 s: TimeoutException");
        uncommitted.committed();
        assertThat(uncommitted.trouble()).isNull();
        start(Idle::new);
    }
}
