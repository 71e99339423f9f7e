package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka client under one of camel-kafka's consumers. Camel polls, and gets nothing: each record that comes goes into
 * the ledger of its partition, and from there through the route as soon as its key and a slot are free. Between two
 * polls finished work is committed and partitions are paused or resumed.
 *
 * <p>Like every Kafka consumer it belongs to one thread.
 */
final class KeyedConsumer<K, V> extends KafkaConsumer<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedConsumer.class);

    /** While work is under way, polls are no longer than that: finished work is to be committed, room to be used. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** What a kill in between repeats is about as much as finished in that time. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private final KeyedConsumption consumption;
    private final Map<TopicPartition, PartitionLedger> ledgers = new HashMap<>();
    private boolean suspended;
    private boolean committing;
    private long nextCommitAt;

    KeyedConsumer(Properties properties, KeyedConsumption consumption) {
        super(properties);
        this.consumption = consumption;
        this.nextCommitAt = consumption.nanoTime();
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener camel) {
        super.subscribe(topics, new Rebalance(camel));
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener camel) {
        super.subscribe(pattern, new Rebalance(camel));
    }

    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        commitFinished();
        ledgers.values().forEach(PartitionLedger::retryDue);
        pauseAndResume();
        boolean idle = ledgers.values().stream().allMatch(PartitionLedger::isIdle);
        ConsumerRecords<K, V> records = super.poll(idle || timeout.compareTo(TICK) < 0 ? timeout : TICK);
        for (TopicPartition partition : records.partitions()) {
            ledgers.get(partition).take(records.records(partition));
        }
        return ConsumerRecords.empty();
    }

    /** Camel suspends the route: nothing begins any more, what is under way goes on and is committed. */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        suspended = true;
        consumption.slots().hold();
        super.pause(partitions);
    }

    /** Camel resumes the route. */
    @Override
    public void resume(Collection<TopicPartition> partitions) {
        suspended = false;
        consumption.slots().goOn();
    }

    /** Camel goes back to the committed offset when a route is resumed. What was taken since is in good hands. */
    @Override
    public void seek(TopicPartition partition, long offset) {
        if (!ledgers.containsKey(partition)) {
            super.seek(partition, offset);
        }
    }

    private void commitFinished() {
        long now = consumption.nanoTime();
        if (committing || now - nextCommitAt < 0) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> finished = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            Watermark watermark = ledger.toCommit();
            if (watermark != null) {
                finished.put(partition, watermark.toCommit());
            }
        });
        if (finished.isEmpty()) {
            return;
        }
        committing = true;
        nextCommitAt = now + COMMIT_INTERVAL.toNanos();
        commitAsync(finished, (offsets, failure) -> {
            committing = false;
            List<PartitionLedger> open = ledgersOf(offsets.keySet());
            if (failure == null) {
                open.forEach(PartitionLedger::committed);
            } else {
                // Either it is passing, and the next commit says the same; or a rebalance is about to tell us.
                LOG.debug("{} could not be committed: {}", offsets.keySet(), failure.toString());
                open.forEach(PartitionLedger::notCommitted);
            }
        });
    }

    private void pauseAndResume() {
        Set<TopicPartition> paused = paused();
        int maxWaiting = consumption.maxWaitingPerPartition();
        ledgers.forEach((partition, ledger) -> {
            boolean wanted = !suspended && ledger.hasRoom(maxWaiting, consumption.getSpan());
            if (wanted == paused.contains(partition)) {
                if (wanted) {
                    super.resume(List.of(partition));
                } else {
                    super.pause(List.of(partition));
                }
            }
        });
    }

    // ---------------------------------------------------------------- rebalance

    private void open(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            Watermark before = watermark(committed.get(partition), position(partition));
            ledgers.put(partition, consumption.ledger(partition, before, redeliveredBelow(partition, before)));
        }
        LOG.info("{} assigned; now {}", sorted(partitions), sorted(ledgers.keySet()));
    }

    private long redeliveredBelow(TopicPartition partition, Watermark before) {
        if (before.released()) {
            return before.taken();
        }
        // What is not there yet, nobody has processed.
        return Math.min(endOffsets(List.of(partition)).get(partition), before.taken());
    }

    /** What the owner before us left. Where it did not say, it may have taken as much as the span allows. */
    private Watermark watermark(OffsetAndMetadata committed, long position) {
        if (committed == null || committed.offset() != position) {
            return new Watermark(position, true, position, new TreeMap<>());
        }
        Watermark before = Watermark.of(committed);
        if (before != null && before.released()) {
            return before;
        }
        // The last poll may exceed the span.
        long mayBeTaken = position + 2L * consumption.getSpan();
        return new Watermark(position, false, mayBeTaken, before == null ? new TreeMap<>() : before.finished());
    }

    /** We leave in peace: what is under way gets a moment, and what is finished is committed. */
    private void release(Collection<TopicPartition> partitions) {
        List<PartitionLedger> leaving = ledgersOf(partitions);
        if (leaving.isEmpty()) {
            return;
        }
        leaving.forEach(PartitionLedger::end);
        awaitQuiet(leaving);
        // An interrupt must not keep us from committing.
        boolean interrupted = Thread.interrupted();
        Map<TopicPartition, OffsetAndMetadata> finished = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            if (partitions.contains(partition)) {
                finished.put(partition, ledger.watermark().toCommit());
            }
        });
        try {
            commitSync(finished, COMMIT_TIMEOUT);
        } catch (KafkaException e) {
            LOG.warn(
                    "{} could not be committed when they were given away ({}); what was finished since the last commit"
                            + " is read again",
                    sorted(finished.keySet()),
                    e.toString());
        }
        close(partitions, "given away");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuiet(List<PartitionLedger> leaving) {
        // Before it stops a route that it has suspended, Camel waits itself.
        long patience = suspended ? 0 : consumption.releaseTimeout().toNanos();
        long deadline = consumption.nanoTime() + patience;
        try {
            for (PartitionLedger ledger : leaving) {
                ledger.awaitQuiet(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Others own them already: nothing we say counts any more. */
    private void lose(Collection<TopicPartition> partitions) {
        close(partitions, "lost");
    }

    private void close(Collection<TopicPartition> partitions, String how) {
        int fenced = 0;
        for (TopicPartition partition : partitions) {
            PartitionLedger ledger = ledgers.remove(partition);
            if (ledger != null) {
                fenced += ledger.close(() -> consumption.closeSessions(ledger));
                consumption.closed();
            }
        }
        LOG.info(
                "{} {}, {} of their inputs unfinished and left to the next owner; now {}",
                sorted(partitions),
                how,
                fenced,
                sorted(ledgers.keySet()));
    }

    private List<PartitionLedger> ledgersOf(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(ledgers::containsKey)
                .map(ledgers::get)
                .toList();
    }

    private static Set<String> sorted(Collection<TopicPartition> partitions) {
        Set<String> names = new TreeSet<>();
        partitions.forEach(partition -> names.add(partition.toString()));
        return names;
    }

    /** Camel's listener sees what it would see without us; it may seek before the ledgers are open. */
    private final class Rebalance implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener camel;

        private Rebalance(ConsumerRebalanceListener camel) {
            this.camel = camel;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            camel.onPartitionsAssigned(partitions);
            open(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            release(partitions);
            camel.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions);
            camel.onPartitionsLost(partitions);
        }
    }
}
