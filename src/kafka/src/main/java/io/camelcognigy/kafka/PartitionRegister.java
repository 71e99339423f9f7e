package io.camelcognigy.kafka;

import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.RegisterCells;
import io.camelcognigy.road.RegisterCells.Change;
import io.camelcognigy.road.RegisterCells.State;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionRegister;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The register of the sessions whose inputs come from one partition, for the time of one assignment: the owner of these
 * sessions. What has changed is written, one record of a session at a time, and only while the broker says that the partition
 * is ours. After {@link #close} nothing is written any more. Thread-safe.
 */
final class PartitionRegister implements SessionRegister {

    /** How old what is written of a session's last activity may be. */
    static final Duration REFRESH = RegisterCells.REFRESH;

    /** What is of one input, and never on what is said unasked. */
    private static final Set<String> OF_ONE_INPUT = Set.of(RecordReader.CORRELATION_ID, TraceParent.HEADER);

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

    private final TopicPartition partition;
    private final String group;
    private final String topic;
    private final Writer writer;
    private final RegisterCells cells;

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
        this.cells = new RegisterCells(OF_ONE_INPUT, new OwnedWriter(), nanoTime, millis);
    }

    /** Whose word it asks before it writes; another where the partition's log begins anew. */
    synchronized void ledger(PartitionLedger next) {
        ledger = next;
    }

    /** So it stands in the topic. Nothing is known yet of the sessions of this partition. */
    void found(RegisterRecord record) {
        cells.found(record.entry(), record.lastActive());
    }

    /** It is nobody's business here: it stays in the topic. */
    void leave(SessionEntry entry) {
        cells.leave(entry.ids().sessionKey());
    }

    @Override
    public void live(SessionEntry entry) {
        cells.live(entry);
    }

    @Override
    public void ended(SessionEntry entry) {
        cells.ended(entry);
    }

    /**
     * Goes on as soon as what is known of that session is in the topic, at once if it is.
     *
     * @param then on any thread
     */
    void whenWritten(String sessionKey, Runnable then) {
        cells.whenWritten(sessionKey, then);
    }

    /** How many sessions are not in the topic as they are. */
    int writing() {
        return cells.writing();
    }

    /** Asks first whether the partition is still ours. */
    private final class OwnedWriter implements RegisterCells.Writer {

        @Override
        public void write(Change change) {
            PartitionLedger asked = asked();
            asked.whenOwnershipIsKnown(owned -> {
                if (owned) {
                    change.state().ifPresent(state -> send(change, state));
                } else if (askedAnother(asked)) {
                    write(change);
                }
            });
        }

        @Override
        public void after(Duration delay, Runnable task) {
            writer.after(delay, task);
        }
    }

    private synchronized PartitionLedger asked() {
        return ledger;
    }

    private synchronized boolean askedAnother(PartitionLedger asked) {
        return !closed && asked != ledger;
    }

    private void send(Change change, State state) {
        ProducerRecord<byte[], byte[]> record = state.entry() == null
                ? RegisterRecord.tombstone(topic, partition.partition(), change.sessionKey())
                : new RegisterRecord(state.entry(), group, partition.topic(), state.lastActive())
                        .toRecord(topic, partition.partition());
        if (record == null) {
            writer.tooLarge(state.entry().ids().sessionId());
            change.done(null);
        } else {
            writer.write(record, change::done);
        }
    }

    /** Others own the partition, or will: nothing is written any more, and nobody waits for it. Idempotent. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        cells.close();
    }

    @Override
    public String toString() {
        return partition.toString();
    }
}
