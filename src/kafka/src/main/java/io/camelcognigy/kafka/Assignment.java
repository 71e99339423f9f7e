package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that one Kafka consumer has now, and their ledgers. A new partition is paused until it is known what its
 * owner before us has finished; that is asked outside of the rebalance and waits for no partition's leader, so that one
 * that is offline keeps nobody waiting.
 *
 * <p>Belongs to the consumer's thread; the ledgers can be looked at from any.
 */
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    /** What the coordinator takes longer for is asked again in the next round. */
    private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(1);

    /** What it needs to make ledgers and to part with them. */
    interface Road {

        /** These partitions have come. */
        default void assigned(Collection<TopicPartition> partitions) {}

        /** These have gone, opened or not. */
        default void gone(Collection<TopicPartition> partitions) {}

        /** Whether all that must be known of a partition that has come is known, so that its inputs can begin. */
        default boolean canOpen(TopicPartition partition) {
            return true;
        }

        PartitionLedger ledger(TopicPartition partition, Watermark before, long redeliveredBelow);

        /** How long turns under way may take when their partition is given away. */
        Duration releaseTimeout();

        /** The same for dead letters that are being stored. */
        Duration storeTimeout();

        /** The sessions that this ledger's records went to are the next owner's from now on. */
        void closeSessions(PartitionLedger ledger);

        /** How far, in offsets, an owner may be ahead of what it has committed. */
        int span();
    }

    private final Road road;
    private final Consumer<byte[], byte[]> consumer;
    private final Commits commits;
    private final LongSupplier nanoTime;

    private final Map<TopicPartition, PartitionLedger> ledgers = new ConcurrentHashMap<>();
    private final Set<TopicPartition> opening = new HashSet<>();
    /** Those of a log that is no more: sessions may still belong to them. */
    private final Map<TopicPartition, List<PartitionLedger>> retired = new HashMap<>();

    private final Set<TopicPartition> endUnknown = new HashSet<>();

    Assignment(Road road, Consumer<byte[], byte[]> consumer, Commits commits, LongSupplier nanoTime) {
        this.road = road;
        this.consumer = consumer;
        this.commits = commits;
        this.nanoTime = nanoTime;
    }

    /** From any thread. */
    Map<TopicPartition, PartitionLedger> ledgers() {
        return ledgers;
    }

    boolean isOpening() {
        return !opening.isEmpty();
    }

    // ---------------------------------------------------------------- between two polls

    /** Opens the ledgers of partitions that have come, if the coordinator says now what was finished. */
    void openNew() {
        Set<TopicPartition> ready = opening.stream().filter(road::canOpen).collect(Collectors.toUnmodifiableSet());
        if (ready.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = consumer.committed(ready, OPEN_TIMEOUT);
        } catch (TimeoutException e) {
            LOG.debug("It is not known yet how far {} are finished", ready);
            return;
        }
        Set<TopicPartition> opened = new TreeSet<>(BY_NAME);
        for (TopicPartition partition : ready) {
            Watermark before = watermark(committed.get(partition));
            ledgers.put(partition, road.ledger(partition, before, before == null ? 0 : before.taken()));
            if (before != null && !before.released()) {
                endUnknown.add(partition);
            }
            opened.add(partition);
        }
        opening.removeAll(ready);
        LOG.info("{} assigned; now {}", opened, names());
    }

    /** What the owner before us left. Where it did not say, it may have taken as much as the span allows. */
    private Watermark watermark(OffsetAndMetadata committed) {
        if (committed == null) {
            return null;
        }
        Watermark before = Watermark.of(committed);
        if (before != null && before.released()) {
            return before;
        }
        // The last poll may exceed the span.
        return new Watermark(
                committed.offset(),
                false,
                committed.offset() + 2L * road.span(),
                before == null ? new TreeMap<>() : before.finished(),
                committed.leaderEpoch());
    }

    void take(ConsumerRecords<byte[], byte[]> records) {
        Set<TopicPartition> sentBack = new HashSet<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> taken = records.records(partition);
            PartitionLedger ledger = ledgers.get(partition);
            if (ledger == null) {
                // Not possible: it is paused until it has one.
                throw new IllegalStateException("records of " + partition + ", which is not open");
            }
            long first = taken.get(0).offset();
            if (first < ledger.nextOffset()) {
                ledger = beginAnew(partition, ledger, first);
                if (ledger == null) {
                    sentBack.add(partition);
                    continue;
                }
            } else if (endUnknown.remove(partition)) {
                // What is not there yet, nobody has processed. Asks nobody; unknown is "may have been".
                OptionalLong lag = consumer.currentLag(partition);
                if (lag.isPresent()) {
                    ledger.nobodyHasProcessedFrom(taken.get(taken.size() - 1).offset() + 1 + lag.getAsLong());
                }
            }
            ledger.take(taken);
        }
        records.nextOffsets().forEach((partition, next) -> {
            PartitionLedger ledger = ledgers.get(partition);
            if (ledger != null && !sentBack.contains(partition)) {
                ledger.passed(next.offset());
            }
        });
    }

    /**
     * The log is behind us: what the ledger takes for finished nobody has seen. What it has not finished before that, where
     * the log was only cut off, is read again.
     *
     * @return null if the consumer was sent back for that: these records come again, after those before them
     */
    private PartitionLedger beginAnew(TopicPartition partition, PartitionLedger old, long first) {
        long reached = old.nextOffset();
        long unfinished = old.firstUnfinished();
        LOG.warn(
                "{} goes on at offset {}, behind {}, which was reached before: the topic was made anew, its log was cut"
                        + " off, or the committed offset was another log's. All of it is processed from {}",
                partition,
                first,
                reached,
                Math.min(first, unfinished));
        retired.computeIfAbsent(partition, any -> new ArrayList<>()).add(old);
        old.close(() -> {});
        PartitionLedger anew = road.ledger(partition, null, reached);
        ledgers.put(partition, anew);
        endUnknown.remove(partition);
        if (unfinished < first) {
            consumer.seek(partition, unfinished);
            return null;
        }
        return anew;
    }

    /** Partitions of a topic that was made anew begin at its beginning. */
    void rewind(Collection<TopicPartition> partitions) {
        LOG.warn("{} were deleted and made anew: they are processed from their beginning", partitions);
        consumer.seekToBeginning(partitions);
    }

    void pauseAndResume(boolean held, int maxWaiting, long maxBytes) {
        Set<TopicPartition> paused = consumer.paused();
        List<TopicPartition> resume = new ArrayList<>();
        List<TopicPartition> pause = new ArrayList<>();
        ledgers.forEach((partition, ledger) -> {
            boolean wanted = !held && ledger.hasRoom(maxWaiting, road.span(), maxBytes);
            if (wanted == paused.contains(partition)) {
                (wanted ? resume : pause).add(partition);
            }
        });
        if (!resume.isEmpty()) {
            consumer.resume(resume);
        }
        if (!pause.isEmpty()) {
            consumer.pause(pause);
        }
    }

    // ---------------------------------------------------------------- rebalance

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        opening.addAll(partitions);
        road.assigned(partitions);
    }

    /** We leave in peace: what is under way gets a moment, and what is finished is committed. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<PartitionLedger> leaving = partitions.stream()
                .filter(ledgers::containsKey)
                .map(ledgers::get)
                .toList();
        leaving.forEach(PartitionLedger::end);
        awaitQuiet(leaving);
        // An interrupt must not keep us from committing.
        boolean interrupted = Thread.interrupted();
        Map<TopicPartition, Watermark> finished = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionLedger ledger = ledgers.get(partition);
            Watermark watermark = ledger == null ? null : ledger.watermark();
            if (watermark != null) {
                finished.put(partition, watermark);
            }
        }
        commits.atOnce(finished);
        close(partitions, "given away");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuiet(List<PartitionLedger> leaving) {
        long now = nanoTime.getAsLong();
        long turns = now + road.releaseTimeout().toNanos();
        long letters = now + road.storeTimeout().toNanos();
        try {
            for (PartitionLedger ledger : leaving) {
                ledger.awaitQuiet(turns, letters);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Others own them already: nothing we say counts any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        close(partitions, "lost");
    }

    /** The consumer is gone. */
    void loseAll() {
        if (!ledgers.isEmpty()) {
            onPartitionsLost(Set.copyOf(ledgers.keySet()));
        }
    }

    private void close(Collection<TopicPartition> partitions, String how) {
        road.gone(partitions);
        int fenced = 0;
        Set<TopicPartition> closed = new TreeSet<>(BY_NAME);
        for (TopicPartition partition : partitions) {
            opening.remove(partition);
            endUnknown.remove(partition);
            PartitionLedger ledger = ledgers.remove(partition);
            if (ledger != null) {
                closed.add(partition);
                fenced += ledger.close(() -> road.closeSessions(ledger));
                retired.getOrDefault(partition, List.of()).forEach(road::closeSessions);
                retired.remove(partition);
            }
        }
        if (!closed.isEmpty()) {
            LOG.info(
                    "{} {}, {} of their inputs unfinished and left to the next owner; now {}",
                    closed,
                    how,
                    fenced,
                    names());
        }
    }

    private static final java.util.Comparator<TopicPartition> BY_NAME =
            java.util.Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private Set<TopicPartition> names() {
        Set<TopicPartition> sorted = new TreeSet<>(BY_NAME);
        sorted.addAll(ledgers.keySet());
        return sorted;
    }
}
