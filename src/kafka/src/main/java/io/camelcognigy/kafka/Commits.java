package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is finished: one commit at a time, some time between two. Their metadata become smaller where the broker
 * takes no larger ones. Belongs to the consumer's thread.
 */
final class Commits {

    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /** What a kill in between repeats is about as much as finished in that time. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final RoadHealth health;
    private final LongSupplier nanoTime;

    private boolean committing;
    private long nextAt;
    private int maxMetadata = Watermark.MAX_METADATA;
    private Class<?> failing;

    Commits(Consumer<byte[], byte[]> consumer, RoadHealth health, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.health = health;
        this.nanoTime = nanoTime;
        this.nextAt = nanoTime.getAsLong();
    }

    void whatIsDue(Map<TopicPartition, PartitionLedger> ledgers) {
        long now = nanoTime.getAsLong();
        if (committing || now - nextAt < 0) {
            return;
        }
        Map<PartitionLedger, OffsetAndMetadata> finished = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            Watermark watermark = ledger.toCommit();
            if (watermark != null) {
                OffsetAndMetadata offset = watermark.toCommit(maxMetadata);
                finished.put(ledger, offset);
                offsets.put(partition, offset);
            }
        });
        if (finished.isEmpty()) {
            return;
        }
        committing = true;
        nextAt = now + INTERVAL.toNanos();
        health.committing();
        consumer.commitAsync(offsets, (any, failure) -> {
            committing = false;
            if (failure == null) {
                succeeded();
                finished.keySet().forEach(PartitionLedger::committed);
            } else {
                failed(failure, offsets);
                finished.keySet().forEach(PartitionLedger::notCommitted);
            }
        });
    }

    /** Waits for the broker, not for long. What cannot be committed is read again. */
    void atOnce(Map<TopicPartition, Watermark> finished) {
        while (!finished.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            finished.forEach((partition, watermark) -> offsets.put(partition, watermark.toCommit(maxMetadata)));
            try {
                consumer.commitSync(offsets, TIMEOUT);
                health.committed();
                return;
            } catch (OffsetMetadataTooLarge e) {
                if (!shrink(offsets)) {
                    warnOfRepetition(offsets, e);
                    return;
                }
            } catch (KafkaException e) {
                warnOfRepetition(offsets, e);
                return;
            }
        }
    }

    private static void warnOfRepetition(Map<TopicPartition, OffsetAndMetadata> offsets, KafkaException e) {
        LOG.warn(
                "{} could not be committed when they were given away ({}); what was finished since the last commit is"
                        + " read again",
                offsets.keySet(),
                e.toString());
    }

    private void succeeded() {
        health.committed();
        if (failing != null) {
            LOG.info("Commits succeed again");
            failing = null;
        }
    }

    private void failed(Exception failure, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (failure instanceof RebalanceInProgressException) {
            // The next commit says the same, or the rebalance tells that they are no longer ours.
            LOG.debug("{} could not be committed: {}", offsets.keySet(), failure.toString());
            return;
        }
        if (failure instanceof OffsetMetadataTooLarge && shrink(offsets)) {
            nextAt = nanoTime.getAsLong();
            return;
        }
        health.commitFailed(failure);
        if (failing != failure.getClass()) {
            failing = failure.getClass();
            LOG.warn(
                    "{} could not be committed: {}. It is tried again; until it succeeds a restart repeats what is finished",
                    offsets.keySet(),
                    failure.toString());
        }
    }

    /** Whether the metadata could become smaller. */
    private boolean shrink(Map<TopicPartition, OffsetAndMetadata> offsets) {
        int longest = offsets.values().stream()
                .mapToInt(offset -> offset.metadata().length())
                .max()
                .orElse(0);
        if (longest == 0) {
            return false;
        }
        maxMetadata = Math.min(maxMetadata, longest) / 2;
        LOG.info(
                "The broker takes no commit with metadata of {} bytes (offset.metadata.max.bytes); from now on they have {}"
                        + " at most, and a restart may repeat more of what is finished",
                longest,
                maxMetadata);
        return true;
    }
}
