package io.camelcognigy.kafka;

import io.camelcognigy.road.Collation.Sentence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which records of a partition were taken, and which of them are finished: all from the watermark on, in the order of their
 * offsets. Not thread-safe; its ledger sees to that.
 */
final class OffsetLog {

    /** Before the first record, where nobody has committed anything. */
    static final long UNKNOWN = -1;

    /** A record that was taken. */
    static final class Entry {
        private final long offset;
        private final long takenAt;
        private final int bytes;
        private final Optional<Integer> leaderEpoch;
        private Sentence sentence;
        private ConsumerRecord<?, ?> record;

        private Entry(ConsumerRecord<?, ?> record, Sentence sentence, long takenAt) {
            this.offset = record.offset();
            this.takenAt = takenAt;
            this.bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            this.leaderEpoch = record.leaderEpoch();
            this.sentence = sentence;
            this.record = record;
        }

        long offset() {
            return offset;
        }

        /** Null where it belongs to no other. */
        Sentence sentence() {
            return sentence;
        }

        /** Null once it is finished. */
        ConsumerRecord<?, ?> record() {
            return record;
        }

        private void clear() {
            record = null;
            sentence = null;
        }

        private boolean finished() {
            return record == null;
        }
    }

    private final Watermark before;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextOffset;
    private Optional<Integer> leaderEpoch;
    private int unfinished;
    private long bytes;
    private boolean changed;

    /** @param before where it begins, and what was finished beyond; null: at the first record that comes */
    OffsetLog(Watermark before) {
        this.before = before;
        this.nextOffset = before == null ? UNKNOWN : before.offset();
        this.leaderEpoch = before == null ? Optional.empty() : before.leaderEpoch();
    }

    /**
     * @param sentence null where it belongs to no other
     * @return the entry; null if the record was finished before
     */
    Entry take(ConsumerRecord<?, ?> record, Sentence sentence, long now) {
        Entry entry = new Entry(record, sentence, now);
        nextOffset = record.offset() + 1;
        entries.add(entry);
        if (before != null && before.finished(record.offset())) {
            entry.clear();
            advance();
            return null;
        }
        unfinished++;
        bytes += entry.bytes;
        return entry;
    }

    void finish(Entry entry) {
        entry.clear();
        unfinished--;
        bytes -= entry.bytes;
        changed = true;
        advance();
    }

    private void advance() {
        while (!entries.isEmpty() && entries.peek().finished()) {
            Entry entry = entries.remove();
            if (entry.leaderEpoch.isPresent()) {
                leaderEpoch = entry.leaderEpoch;
            }
            changed = true;
        }
    }

    /** Up to there is what is no record, such as the markers of transactions. */
    void passed(long position) {
        if (position > nextOffset) {
            nextOffset = position;
            changed |= entries.isEmpty();
        }
    }

    void clear() {
        entries.clear();
        unfinished = 0;
        bytes = 0;
    }

    /** Whether there is something new to commit; there is no more once that was asked. */
    boolean takeChange() {
        boolean was = changed;
        changed = false;
        return was;
    }

    void change() {
        changed = true;
    }

    boolean changed() {
        return changed;
    }

    /** The offset after the last record that was taken; negative before the first, where nothing was committed. */
    long nextOffset() {
        return nextOffset;
    }

    /** The first that is unfinished. */
    long offset() {
        return entries.isEmpty() ? nextOffset : entries.peek().offset;
    }

    int unfinished() {
        return unfinished;
    }

    /** Of what is unfinished, as it is on the wire. */
    long bytes() {
        return bytes;
    }

    /** When the first unfinished record was taken; {@code otherwise} if there is none. */
    long oldestTakenAt(long otherwise) {
        return entries.isEmpty() ? otherwise : entries.peek().takenAt;
    }

    /** Null if there is nothing to tell: no record was taken yet, and nobody has committed anything. */
    Watermark watermark(boolean released) {
        if (nextOffset == UNKNOWN) {
            return null;
        }
        NavigableMap<Long, Long> finished = new TreeMap<>();
        long first = -1;
        long last = -1;
        for (Entry entry : entries) {
            if (entry.finished()) {
                first = first < 0 ? entry.offset : first;
                last = entry.offset;
            } else if (first >= 0) {
                finished.put(first, last);
                first = -1;
            }
        }
        if (first >= 0) {
            finished.put(first, last);
        }
        return new Watermark(offset(), released, nextOffset, finished, leaderEpoch);
    }
}
