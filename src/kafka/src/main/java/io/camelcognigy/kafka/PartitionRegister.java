package io.camelcognigy.kafka;

import io.camelcognigy.road.RetryPause;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionRegister;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The register of the sessions whose inputs come from one partition, for the time of one assignment: the owner of these
 * sessions. What has changed is written, one record of a session at a time, and only while the broker says that the partition
 * is ours. After {@link #close} nothing is written any more.
 *
 * <p>It remembers what it wrote of the sessions that live, which the agents bound. Thread-safe.
 */
final class PartitionRegister implements SessionRegister {

    /** How old what is written of a session's last activity may be. */
    static final Duration REFRESH = Duration.ofMinutes(5);

    /** Where the records go. */
    interface Writer {

        /** @param written told once, on any thread: with null when the broker has the record, else with what went wrong */
        void write(ProducerRecord<byte[], byte[]> record, Written written);

        /** Does it later, or never if the road has stopped. */
        void after(Duration delay, Runnable task);

        void tooLarge(String sessionId);
    }

    /** Called once. */
    interface Written {
        void done(Exception failure);
    }

    /** Of one session: what is to stand in the topic, and whether it is being written. */
    private static final class Cell {
        /** Null once the session has ended. */
        private SessionEntry wanted;

        private long wantedAt;
        private boolean writing;
        /** It changed while it was being written. */
        private boolean again;

        private int failures;
        private final List<Runnable> waiting = new ArrayList<>(1);
    }

    private final TopicPartition partition;
    private final String group;
    private final String topic;
    private final Writer writer;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;

    private final Map<String, Cell> cells = new HashMap<>();
    private PartitionLedger ledger;
    private boolean closed;

    /**
     * @param partition the inputs' partition
     * @param group whose inputs they are
     * @param topic the register's topic
     * @param millis since 1970
     */
    PartitionRegister(
            TopicPartition partition,
            String group,
            String topic,
            Writer writer,
            LongSupplier nanoTime,
            LongSupplier millis) {
        this.partition = partition;
        this.group = group;
        this.topic = topic;
        this.writer = writer;
        this.nanoTime = nanoTime;
        this.millis = millis;
    }

    /** Whose word it asks before it writes; another where the partition's log begins anew. */
    synchronized void ledger(PartitionLedger next) {
        ledger = next;
    }

    /** So it stands in the topic. Nothing is known yet of the sessions of this partition. */
    synchronized void found(RegisterRecord record) {
        Cell cell = new Cell();
        cell.wanted = RegisterRecord.lasting(record.entry());
        cell.wantedAt = nanoTime.getAsLong()
                - Duration.ofMillis(Math.max(0, millis.getAsLong() - record.lastActive()))
                        .toNanos();
        cells.put(key(record.entry()), cell);
    }

    /** It is nobody's business here: it stays in the topic. */
    synchronized void leave(SessionEntry entry) {
        cells.remove(key(entry));
    }

    @Override
    public void live(SessionEntry entry) {
        SessionEntry lasting = RegisterRecord.lasting(entry);
        Cell cell;
        synchronized (this) {
            if (closed) {
                return;
            }
            cell = cells.computeIfAbsent(key(entry), any -> new Cell());
            long now = nanoTime.getAsLong();
            if (lasting.equals(cell.wanted) && now - cell.wantedAt < REFRESH.toNanos()) {
                return;
            }
            cell.wanted = lasting;
            cell.wantedAt = now;
            if (!begins(cell)) {
                return;
            }
        }
        write(key(entry), cell);
    }

    @Override
    public void ended(SessionEntry entry) {
        Cell cell;
        synchronized (this) {
            cell = cells.get(key(entry));
            if (closed || cell == null) {
                return;
            }
            cell.wanted = null;
            if (!begins(cell)) {
                return;
            }
        }
        write(key(entry), cell);
    }

    /** Whether it is to be written by whoever asks; else whoever writes it does so once more. */
    private boolean begins(Cell cell) {
        cell.again = cell.writing;
        cell.writing = true;
        return !cell.again;
    }

    /**
     * Goes on as soon as what is known of that session is in the topic, at once if it is.
     *
     * @param then on any thread
     */
    void whenWritten(String sessionKey, Runnable then) {
        synchronized (this) {
            Cell cell = closed ? null : cells.get(sessionKey);
            if (cell != null && cell.writing) {
                cell.waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /** How many sessions are not in the topic as they are. */
    synchronized int writing() {
        return (int) cells.values().stream().filter(cell -> cell.writing).count();
    }

    private void write(String key, Cell cell) {
        PartitionLedger asked;
        synchronized (this) {
            asked = ledger;
        }
        asked.whenOwnershipIsKnown(owned -> {
            if (owned) {
                send(key, cell);
            } else if (askedAnother(asked)) {
                write(key, cell);
            }
        });
    }

    private synchronized boolean askedAnother(PartitionLedger asked) {
        return !closed && asked != ledger;
    }

    private void send(String key, Cell cell) {
        ProducerRecord<byte[], byte[]> record;
        String sessionId = null;
        synchronized (this) {
            if (closed) {
                return;
            }
            cell.again = false;
            if (cell.wanted == null) {
                record = RegisterRecord.tombstone(topic, partition.partition(), key);
            } else {
                sessionId = cell.wanted.ids().sessionId();
                record = new RegisterRecord(cell.wanted, group, partition.topic(), lastActive(cell))
                        .toRecord(topic, partition.partition());
            }
        }
        if (record == null) {
            writer.tooLarge(sessionId);
            written(key, cell, null);
        } else {
            writer.write(record, failure -> written(key, cell, failure));
        }
    }

    private long lastActive(Cell cell) {
        return millis.getAsLong()
                - Duration.ofNanos(nanoTime.getAsLong() - cell.wantedAt).toMillis();
    }

    private void written(String key, Cell cell, Exception failure) {
        Duration pause = null;
        boolean again;
        List<Runnable> told = List.of();
        synchronized (this) {
            if (failure != null) {
                pause = RetryPause.after(++cell.failures, null);
            } else {
                cell.failures = 0;
            }
            again = failure != null || cell.again;
            if (!again) {
                cell.writing = false;
                told = List.copyOf(cell.waiting);
                cell.waiting.clear();
                if (cell.wanted == null) {
                    cells.remove(key, cell);
                }
            }
        }
        told.forEach(Runnable::run);
        if (pause != null) {
            writer.after(pause, () -> write(key, cell));
        } else if (again) {
            write(key, cell);
        }
    }

    /** Others own the partition, or will: nothing is written any more, and nobody waits for it. Idempotent. */
    void close() {
        List<Runnable> told = new ArrayList<>();
        synchronized (this) {
            closed = true;
            cells.values().forEach(cell -> told.addAll(cell.waiting));
            cells.clear();
        }
        told.forEach(Runnable::run);
    }

    private static String key(SessionEntry entry) {
        return entry.ids().sessionKey();
    }

    @Override
    public String toString() {
        return partition.toString();
    }
}
