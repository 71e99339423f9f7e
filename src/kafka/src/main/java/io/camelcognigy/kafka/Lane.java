package io.camelcognigy.kafka;

import io.camelcognigy.kafka.OffsetLog.Entry;
import io.camelcognigy.road.Collation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The unfinished records of one key, in order. What it says of tries is of the first of them, with those that go together
 * with it. Not thread-safe; its ledger sees to that.
 */
final class Lane {

    private final Object key;
    private final Deque<Entry> entries = new ArrayDeque<>(2);

    /** So many are processed together, or failed so; 0 while the first was not begun. */
    private int together;

    private int attempts;
    private long begunAt;
    private Throwable failure;
    private long retryAt;

    /** @param key as {@link LaneKey} has it */
    Lane(Object key) {
        this.key = key;
    }

    Object key() {
        return key;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether the first need not wait for more. */
    boolean isDue(Collation collation, long now) {
        return collation.first(entries, Entry::sentence).isDue(now);
    }

    /** The first, with those that belong to it; the same each time it is tried. */
    List<ConsumerRecord<?, ?>> begin(Collation collation, long now) {
        if (attempts++ == 0) {
            begunAt = now;
            together = collation.first(entries, Entry::sentence).inputs();
        }
        List<ConsumerRecord<?, ?>> records = new ArrayList<>(together);
        Iterator<Entry> next = entries.iterator();
        while (records.size() < together) {
            records.add(next.next().record());
        }
        return records;
    }

    void failed(Throwable why) {
        failure = why;
    }

    void retryAt(long nanos) {
        retryAt = nanos;
    }

    boolean isRetried(long now) {
        return now - retryAt >= 0;
    }

    /** The first record; those that have gone are finished. */
    ConsumerRecord<?, ?> first() {
        return entries.element().record();
    }

    /** One record less. With the last of those that went together, the next has not been tried yet. */
    Entry remove() {
        Entry entry = entries.remove();
        if (--together == 0) {
            attempts = 0;
            failure = null;
        }
        return entry;
    }

    /** How many of those that go together are not finished; 0 if the first was not begun. */
    int together() {
        return together;
    }

    int attempts() {
        return attempts;
    }

    /** Since its first was begun for the first time. */
    Duration age(long now) {
        return Duration.ofNanos(now - begunAt);
    }

    /** Why it failed last; null where it did not. */
    Throwable failure() {
        return failure;
    }
}
