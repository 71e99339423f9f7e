package io.camelcognigy.kafka;

import io.camelcognigy.kafka.KafkaRoad.Numbers;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** Counts what a road has in hand. */
final class RoadCount {

    private RoadCount() {}

    static Numbers of(PollLoop loop, Slots slots, RoadHealth health, long maxBytes) {
        int unfinished = 0;
        int underWay = 0;
        int failing = 0;
        int storing = 0;
        long bytes = 0;
        long oldest = 0;
        Collection<PartitionLedger> ledgers = loop.ledgers().values();
        for (PartitionLedger ledger : ledgers) {
            PartitionLedger.Counts count = ledger.counts();
            unfinished += count.unfinished();
            underWay += count.underWay();
            failing += count.failing();
            storing += count.storing();
            bytes += count.bytes();
            oldest = Math.max(oldest, count.oldestNanos());
        }
        return new Numbers(
                ledgers.size(),
                loop.pausedPartitions(),
                underWay,
                Math.max(0, unfinished - underWay - failing - storing),
                failing,
                storing,
                bytes,
                maxBytes,
                slots.taken(),
                slots.limit(),
                loop.unreachable(),
                loop.lag(),
                TimeUnit.NANOSECONDS.toMillis(oldest),
                health.sincePoll().toMillis(),
                health.sinceCommit().toMillis());
    }
}
