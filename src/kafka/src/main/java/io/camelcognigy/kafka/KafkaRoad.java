package io.camelcognigy.kafka;

import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.RoadStatus;

/**
 * A road from Kafka in numbers, for metrics and health; {@link ChatKafkaComponent#roads} has those that run. Cheap and
 * thread-safe.
 */
public interface KafkaRoad extends RoadStatus, DeadLetterRoad {

    /** The route that begins with it. */
    String routeId();

    Numbers numbers();

    /**
     * At one moment.
     *
     * @param partitions that are assigned now
     * @param pausedPartitions of these, those of which nothing is taken now
     * @param underWay records whose exchange is under way
     * @param waiting records that wait for the one of their key before them, or for a slot
     * @param failing records that failed and wait to be tried again
     * @param storing records whose dead letter is being stored
     * @param bytes of all these records, as they are on the wire
     * @param maxBytes the limit of these
     * @param slots taken now
     * @param maxSlots the limit of these: the option turns
     * @param held whether the intake is held because the agent cannot be reached
     * @param lag records of the assigned partitions that are not read yet, as the consumer knows
     * @param oldestUnfinishedMillis for how long the record has been here that has been here longest; 0 if there is none
     * @param sincePollMillis since the consumer last came back from the broker
     * @param sinceCommitMillis since the broker last took a commit
     */
    record Numbers(
            int partitions,
            int pausedPartitions,
            int underWay,
            int waiting,
            int failing,
            int storing,
            long bytes,
            long maxBytes,
            int slots,
            int maxSlots,
            boolean held,
            long lag,
            long oldestUnfinishedMillis,
            long sincePollMillis,
            long sinceCommitMillis) {}
}
