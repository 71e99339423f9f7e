package io.camelcognigy.kafka;

import io.camelcognigy.road.CamelSessions;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.Collation.Sentence;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
    private final KafkaRegister register;
    private final FailurePolicy policy;
    private final RetryLog retries;
    private final BooleanSupplier suspended;
    private final LongSupplier nanoTime;

    /**
     * @param deadLetters null where there are none
     * @param register null where there is none
     * @param suspended whether Camel has suspended the route
     */
    RecordRoute(
            CamelContext camel,
            ChatKafkaConfiguration options,
            Slots slots,
            RecordExchanges exchanges,
            Collation collation,
            DeadLetters deadLetters,
            KafkaRegister register,
            BooleanSupplier suspended,
            LongSupplier nanoTime) {
        this.camel = camel;
        this.options = options;
        this.slots = slots;
        this.exchanges = exchanges;
        this.collation = collation;
        this.deadLetters = deadLetters;
        this.register = register;
        this.policy = FailurePolicy.of(options);
        this.retries = new RetryLog(nanoTime);
        this.suspended = suspended;
        this.nanoTime = nanoTime;
    }

    // ---------------------------------------------------------------- for the assignment

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        if (register != null) {
            register.reader().assigned(partitions);
        }
    }

    @Override
    public void gone(Collection<TopicPartition> partitions) {
        if (register != null) {
            register.reader().gone(partitions);
        }
    }

    @Override
    public boolean canOpen(TopicPartition partition) {
        return register == null || register.reader().isRead(partition);
    }

    @Override
    public PartitionLedger ledger(TopicPartition partition, Watermark before, long redeliveredBelow) {
        if (register == null) {
            return ledger(partition, before, redeliveredBelow, this::begin);
        }
        PartitionRegister sessions = register.register(partition);
        PartitionLedger ledger = ledger(
                partition,
                before,
                redeliveredBelow,
                (owner, records, redelivered, whenDone) -> begin(sessions, records, redelivered, whenDone));
        register.begin(partition, ledger);
        return ledger;
    }

    private PartitionLedger ledger(
            TopicPartition partition, Watermark before, long redeliveredBelow, PartitionLedger.Processing processing) {
        return new PartitionLedger(
                partition, before, redeliveredBelow, slots, new Collating(processing), collation, this, nanoTime);
    }

    private void begin(
            PartitionLedger owner,
            List<ConsumerRecord<?, ?>> records,
            boolean redelivered,
            PartitionLedger.WhenDone whenDone) {
        exchanges.begin(owner, records, redelivered, (sessionKey, failure) -> whenDone.ended(failure));
    }

    /** The record is finished when its session is in the register, too. */
    private void begin(
            PartitionRegister sessions,
            List<ConsumerRecord<?, ?>> records,
            boolean redelivered,
            PartitionLedger.WhenDone whenDone) {
        exchanges.begin(
                sessions,
                records,
                redelivered,
                (sessionKey, failure) -> sessions.whenWritten(sessionKey, () -> whenDone.ended(failure)));
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
        Object owner = register == null ? ledger : register.of(ledger);
        new CamelSessions(camel).closeAll(owner);
        if (register != null) {
            register.close(ledger);
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

    /** Knows, beside how records begin, which of them are sentences. */
    private final class Collating implements PartitionLedger.Processing {

        private final PartitionLedger.Processing processing;

        private Collating(PartitionLedger.Processing processing) {
            this.processing = processing;
        }

        @Override
        public void begin(
                PartitionLedger owner,
                List<ConsumerRecord<?, ?>> records,
                boolean redelivered,
                PartitionLedger.WhenDone whenDone) {
            processing.begin(owner, records, redelivered, whenDone);
        }

        @Override
        public Sentence sentence(ConsumerRecord<?, ?> record, long takenAt) {
            return exchanges.sentence(record, takenAt);
        }
    }
}
