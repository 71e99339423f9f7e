package io.camelcognigy.kafka;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.road.Collation;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** How records get from the loop into the route, and what becomes of those that fail there. */
final class RecordRoute implements Assignment.Road, PartitionLedger.Failures {

    private static final Duration LONGEST_RELEASE = Duration.ofSeconds(5);

    private final CamelContext camel;
    private final ChatKafkaConfiguration options;
    private final Slots slots;
    private final RecordExchanges exchanges;
    private final Collation collation;
    private final DeadLetters deadLetters;
    private final FailurePolicy policy;
    private final RetryLog retries;
    private final BooleanSupplier suspended;
    private final LongSupplier nanoTime;

    /**
     * @param deadLetters null where there are none
     * @param suspended whether Camel has suspended the route
     */
    RecordRoute(
            CamelContext camel,
            ChatKafkaConfiguration options,
            Slots slots,
            RecordExchanges exchanges,
            Collation collation,
            DeadLetters deadLetters,
            BooleanSupplier suspended,
            LongSupplier nanoTime) {
        this.camel = camel;
        this.options = options;
        this.slots = slots;
        this.exchanges = exchanges;
        this.collation = collation;
        this.deadLetters = deadLetters;
        this.policy = FailurePolicy.of(options);
        this.retries = new RetryLog(nanoTime);
        this.suspended = suspended;
        this.nanoTime = nanoTime;
    }

    // ---------------------------------------------------------------- for the assignment

    @Override
    public PartitionLedger ledger(TopicPartition partition, Watermark before, long redeliveredBelow) {
        return new PartitionLedger(partition, before, redeliveredBelow, slots, exchanges, collation, this, nanoTime);
    }

    @Override
    public Duration releaseTimeout() {
        return suspended.getAsBoolean() ? Duration.ZERO : storeTimeout();
    }

    @Override
    public Duration storeTimeout() {
        Duration half = options.getShutdownTimeout().dividedBy(2);
        return half.compareTo(LONGEST_RELEASE) < 0 ? half : LONGEST_RELEASE;
    }

    @Override
    public void closeSessions(PartitionLedger ledger) {
        for (String name : camel.getComponentNames()) {
            if (camel.hasComponent(name) instanceof CognigyComponent component) {
                component.closeSessions(ledger);
            }
        }
    }

    @Override
    public int span() {
        return options.getSpan();
    }

    // ---------------------------------------------------------------- for the ledgers

    @Override
    public boolean isDeadLetter(Throwable failure, Duration age) {
        return policy.isDeadLetter(failure, age);
    }

    @Override
    public void store(PartitionLedger owner, ConsumerRecord<?, ?> record, Throwable failure, Runnable stored) {
        deadLetters.store(owner, record, failure, stored);
    }

    @Override
    public void willRetry(TopicPartition partition, long offset, int attempts, Duration delay, Throwable failure) {
        retries.willRetry(partition, offset, attempts, delay, failure);
    }
}
