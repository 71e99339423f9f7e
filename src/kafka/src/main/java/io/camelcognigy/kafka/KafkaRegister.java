package io.camelcognigy.kafka;

import io.camelcognigy.protocol.LogText;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.session.QuietLog;
import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register of a road's sessions in a compacted topic. What stands there of a partition is read when the partition comes,
 * before its first input begins, and its sessions are opened again; from then on the partition's {@link PartitionRegister}
 * writes, until the partition goes.
 *
 * <p>A register that cannot be read or written holds up the partitions and sessions that need it, and is named by the road's
 * health. Thread-safe.
 */
final class KafkaRegister implements PartitionRegister.Writer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRegister.class);

    /** For so long the sessions of an agent stay that does not run here: it may, after a change that is taken back. */
    static final Duration AGENT_MAY_COME_BACK = Duration.ofDays(1);

    /** Opens sessions again, where they belong. */
    interface Sessions {

        /** @param quiet for how long nothing had come or gone of the session */
        Reopening reopen(SessionEntry entry, Duration quiet, PartitionRegister owner);
    }

    private final String topic;
    private final String group;
    private final RegisterReader reader;
    private final SharedProducers.Lease producer;
    private final ScheduledExecutorService threads;
    private final Sessions sessions;
    private final FatalErrorHandler fatal;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private final QuietLog failedLog;
    private final QuietLog tooLargeLog;

    private final Map<TopicPartition, PartitionRegister> open = new ConcurrentHashMap<>();
    private final Map<PartitionLedger, PartitionRegister> byLedger = new ConcurrentHashMap<>();
    private volatile String trouble;

    /**
     * @param standing what stands in the topic
     * @param threads two at least: one may be waiting for the brokers
     * @param millis since 1970
     */
    KafkaRegister(
            String topic,
            String group,
            RegisterTopic standing,
            SharedProducers.Lease producer,
            ScheduledExecutorService threads,
            Sessions sessions,
            FatalErrorHandler fatal,
            LongSupplier nanoTime,
            LongSupplier millis) {
        this.topic = topic;
        this.group = group;
        this.reader = new RegisterReader(topic, standing, this::execute);
        this.producer = producer;
        this.threads = threads;
        this.sessions = sessions;
        this.fatal = fatal;
        this.nanoTime = nanoTime;
        this.millis = millis;
        this.failedLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
        this.tooLargeLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
    }

    /** Why it does not work; null if it does. */
    String trouble() {
        String read = reader.trouble();
        return read != null ? read : trouble;
    }

    // ---------------------------------------------------------------- for the assignment

    RegisterReader reader() {
        return reader;
    }

    /** The owner of the partition's sessions; from the first time on until {@link #close(PartitionLedger)} the same. */
    PartitionRegister register(TopicPartition partition) {
        return open.computeIfAbsent(partition, its -> new PartitionRegister(its, group, topic, this, nanoTime, millis));
    }

    /** Opens the sessions again, if that is the partition's first ledger. Its inputs begin after that. */
    void begin(TopicPartition partition, PartitionLedger ledger) {
        PartitionRegister register = register(partition);
        register.ledger(ledger);
        byLedger.put(ledger, register);
        List<RegisterRecord> records = reader.take(partition).stream()
                .filter(record -> record.group().equals(group) && record.input().equals(partition.topic()))
                .sorted(Comparator.comparingLong(RegisterRecord::lastActive).reversed())
                .toList();
        Map<Reopening, Integer> count = new EnumMap<>(Reopening.class);
        records.forEach(record -> count.merge(reopen(record, register), 1, Integer::sum));
        if (!count.isEmpty()) {
            LOG.info("{} sessions of {} stand in {}: {}", records.size(), partition, topic, count);
        }
    }

    private Reopening reopen(RegisterRecord record, PartitionRegister register) {
        SessionEntry entry = record.entry();
        register.found(record);
        // What is written of the last activity may be that old already.
        long quiet = millis.getAsLong() - record.lastActive() - PartitionRegister.REFRESH.toMillis();
        Reopening reopening = sessions.reopen(entry, Duration.ofMillis(Math.max(0, quiet)), register);
        switch (reopening) {
            case OPENED, THERE -> {}
            case IDLE, NO_ROOM, OTHER_ENDPOINT -> register.ended(entry);
            case NO_AGENT -> {
                if (quiet > AGENT_MAY_COME_BACK.toMillis()) {
                    register.ended(entry);
                } else {
                    register.leave(entry);
                }
            }
        }
        return reopening;
    }

    /** The owner of the sessions that this ledger's records went to. */
    Object of(PartitionLedger ledger) {
        PartitionRegister register = byLedger.get(ledger);
        return register == null ? ledger : register;
    }

    /** Its partition is given away, or lost. May be called again, as long as something of the ledger is under way. */
    void close(PartitionLedger ledger) {
        PartitionRegister register = byLedger.get(ledger);
        if (register != null) {
            register.close();
            open.values().remove(register);
            if (ledger.counts().underWay() == 0) {
                byLedger.remove(ledger);
            }
        }
    }

    // ---------------------------------------------------------------- writing

    @Override
    public void write(ProducerRecord<byte[], byte[]> record, PartitionRegister.Written written) {
        // A producer may wait for its metadata, which nobody who moves a session may.
        execute(() -> send(record, written), Duration.ZERO);
    }

    private void send(ProducerRecord<byte[], byte[]> record, PartitionRegister.Written written) {
        Producer<byte[], byte[]> used = null;
        try {
            used = producer.get();
            Producer<byte[], byte[]> sender = used;
            // Not on the producer's thread: what waited for this goes on now.
            used.send(record, (metadata, failure) -> execute(() -> sent(sender, written, failure), Duration.ZERO));
        } catch (RuntimeException e) {
            sent(used, written, e);
        }
    }

    private void sent(Producer<byte[], byte[]> sender, PartitionRegister.Written written, Exception failure) {
        if (failure == null) {
            trouble = null;
        } else {
            if (sender != null && ProducerFaults.isFatal(failure)) {
                producer.broken(sender);
            }
            trouble = "the register " + topic + " cannot be written: "
                    + failure.getClass().getSimpleName();
            long held = failedLog.admit();
            if (held >= 0) {
                LOG.warn(
                        "A session cannot be written to {} ({}); its input is not committed, and it is tried again{}",
                        topic,
                        failure.toString(),
                        held == 0 ? "" : "; so are " + held + " more since the last such line");
            }
        }
        written.done(failure);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        execute(task, delay);
    }

    @Override
    public void tooLarge(String sessionId) {
        if (tooLargeLog.admit() >= 0) {
            LOG.warn(
                    "session {}: its reply address has more than {} bytes; it is not in the register",
                    LogText.of(sessionId),
                    RegisterRecord.MAX_BYTES);
        }
    }

    private void execute(Runnable task, Duration delay) {
        try {
            threads.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The road has stopped: what was not written is not committed either.
            LOG.trace("the register is closed");
        }
    }

    /** Sessions or partitions wait for it: where it fails, they would for ever. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fatal.fatal("the register " + topic, e);
            throw e;
        }
    }

    @Override
    public void close() {
        reader.close();
        threads.shutdownNow();
        List.copyOf(open.values()).forEach(PartitionRegister::close);
        producer.close();
    }
}
