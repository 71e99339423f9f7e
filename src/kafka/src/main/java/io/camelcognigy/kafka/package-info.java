/**
 * Consumes a Kafka topic in order per key, in parallel across keys, and commits only finished work.
 *
 * <p>A route names {@link io.camelcognigy.kafka.KeyedConsumption}, and, before a step that stores dead letters, {@link
 * io.camelcognigy.kafka.StillOwned}. One {@code KeyedConsumer} per Kafka
 * consumer polls, commits and takes part in rebalances, on its one thread; a {@code PartitionLedger} per assigned
 * partition knows what was taken and what is finished; {@code Slots} bounds what is under way.
 */
package io.camelcognigy.kafka;
