/**
 * The component {@code chat-kafka:}: a chat on Kafka, in order per key, in parallel across keys, with commits over finished
 * work only.
 *
 * <p>One {@code PollLoop} per consumer polls, commits and takes part in rebalances, on its one thread; an {@code Assignment}
 * has the partitions, a {@code PartitionLedger} for each knows what was taken and what is finished; {@code Slots} bounds what
 * is under way; {@code DeadLetters} stores what cannot be processed.
 */
package io.camelcognigy.kafka;
