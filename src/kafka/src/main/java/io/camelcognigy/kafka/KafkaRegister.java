package io.camelcognigy.kafka;

import io.camelcognigy.protocol.LogText;
import io.camelcognigy.road.RetryPause;
import io.camelcognigy.session.QuietLog;
import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
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
    private final RegisterTopic reading;
    private final SharedProducers.Lease producer;
    private final ScheduledExecutorService threads;
    private final Sessions sessions;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private final QuietLog failedLog;
    private final QuietLog tooLargeLog;

    /** What was read of partitions that have come. */
    private final Map<TopicPartition, Found> found = new ConcurrentHashMap<>();

    private final Map<TopicPartition, PartitionRegister> open = new ConcurrentHashMap<>();
    private final Map<PartitionLedger, PartitionRegister> byLedger = new ConcurrentHashMap<>();
    private volatile String readTrouble;
    private volatile String writeTrouble;

    /** For one assignment of a partition: what a reading of the assignment before would put in is not for this one. */
    private static final class Found {
        /** Null while they are being read. */
        private volatile Map<String, RegisterRecord> records;
    }

    /**
     * @param threads two at least: one may be waiting for the brokers
     * @param millis since 1970
     */
    KafkaRegister(
            String topic,
            String group,
            RegisterTopic reading,
            SharedProducers.Lease producer,
            ScheduledExecutorService threads,
            Sessions sessions,
            LongSupplier nanoTime,
            LongSupplier millis) {
        this.topic = topic;
        this.group = group;
        this.reading = reading;
        this.producer = producer;
        this.threads = threads;
        this.sessions = sessions;
        this.nanoTime = nanoTime;
        this.millis = millis;
        this.failedLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
        this.tooLargeLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
    }

    /** Why it does not work; null if it does. */
    String trouble() {
        String read = readTrouble;
        return read != null ? read : writeTrouble;
    }

    // ---------------------------------------------------------------- for the assignment

    /** They have come: what stands of them is read, beside all else. */
    void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Found> toRead = new HashMap<>();
        partitions.forEach(partition -> toRead.put(partition, new Found()));
        found.putAll(toRead);
        execute(() -> read(toRead, 1), Duration.ZERO);
    }

    /** They have gone: what was read of those that were not begun is not needed. */
    void gone(Collection<TopicPartition> partitions) {
        found.keySet().removeAll(partitions);
    }

    /** Whether all is read that stands of that partition. */
    boolean isRead(TopicPartition partition) {
        Found read = found.get(partition);
        return read != null && read.records != null;
    }

    /** The owner of the partition's sessions; from the first time on until {@link #close(PartitionLedger)} the same. */
    PartitionRegister register(TopicPartition partition) {
        return open.computeIfAbsent(
                partition, its -> new PartitionRegister(its, group, topic, this, nanoTime, millis));
    }

    /** Opens the sessions again, if that is the partition's first ledger. Its inputs begin after that. */
    void begin(TopicPartition partition, PartitionLedger ledger) {
        PartitionRegister register = register(partition);
        register.ledger(ledger);
        byLedger.put(ledger, register);
        Found read = found.remove(partition);
        if (read == null || read.records == null) {
            return;
        }
        List<RegisterRecord> records = read.records.values().stream()
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

    // ---------------------------------------------------------------- reading

    private void read(Map<TopicPartition, Found> toRead, int attempt) {
        // Those that went meanwhile, or came again and are read for that.
        toRead.entrySet().removeIf(partition -> found.get(partition.getKey()) != partition.getValue());
        Set<Integer> numbers = new HashSet<>();
        toRead.keySet().forEach(partition -> numbers.add(partition.partition()));
        if (numbers.isEmpty()) {
            return;
        }
        String why;
        try {
            Map<Integer, Map<String, RegisterRecord>> read = reading.read(numbers);
            toRead.forEach((partition, mine) -> mine.records = read.get(partition.partition()));
            readTrouble = null;
            return;
        } catch (InterruptedException e) {
            // Only a stop interrupts.
            Thread.currentThread().interrupt();
            return;
        } catch (RegisterTopic.UnfitException e) {
            why = e.getMessage();
        } catch (ExecutionException e) {
            why = "the register " + topic + " cannot be read: " + e.getCause().getClass().getSimpleName();
        } catch (TimeoutException | KafkaException e) {
            why = "the register " + topic + " cannot be read: " + e.getClass().getSimpleName();
        }
        if (!why.equals(readTrouble)) {
            LOG.warn("{} wait: {}. It is tried again", toRead.keySet(), why);
        }
        readTrouble = why;
        execute(() -> read(toRead, attempt + 1), RetryPause.after(attempt, null));
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
            writeTrouble = null;
        } else {
            if (sender != null && ProducerFaults.isFatal(failure)) {
                producer.broken(sender);
            }
            writeTrouble = "the register " + topic + " cannot be written: "
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
            threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The road has stopped: what was not written is not committed either.
            LOG.trace("the register is closed");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        List.copyOf(open.values()).forEach(PartitionRegister::close);
        producer.close();
    }
}
