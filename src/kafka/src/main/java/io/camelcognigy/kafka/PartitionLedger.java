package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of each record of one partition, for the time of one assignment.
 *
 * <p>Records of one key form a lane: one is processed at a time, in the order of their offsets. A record that failed is
 * processed again, after a growing delay, and holds up its lane alone. The watermark is the offset of the first
 * unfinished record. After {@link #close} the ledger is fenced: what still ends changes nothing any more.
 *
 * <p>Thread-safe. Records are taken by the consumer's thread, and finished on any.
 */
final class PartitionLedger {

    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LAST_RETRY = Duration.ofSeconds(30);

    /** Processes one record. */
    interface Processing {

        /**
         * @param owner the ledger that asks
         * @param redelivered whether the record may have been processed before
         */
        void begin(PartitionLedger owner, ConsumerRecord<?, ?> record, boolean redelivered, WhenDone whenDone);
    }

    /** Called once, on any thread; null means done. */
    interface WhenDone {
        void ended(Throwable failure);
    }

    /** What tells of a failing record. */
    interface Failures {
        void willRetry(TopicPartition partition, long offset, int attempts, Duration delay, Throwable failure);
    }

    private enum Phase {
        OPEN,
        /** Nothing begins any more; what is under way may still finish. */
        ENDING,
        CLOSED
    }

    private static final class Entry {
        private final long offset;
        private ConsumerRecord<?, ?> record;
        private int attempts;

        private Entry(ConsumerRecord<?, ?> record) {
            this.offset = record.offset();
            this.record = record;
        }

        private boolean finished() {
            return record == null;
        }
    }

    private static final class Lane {
        private final Object key;
        private final Deque<Entry> entries = new ArrayDeque<>(2);
        private long retryAt;

        private Lane(Object key) {
            this.key = key;
        }
    }

    private final TopicPartition partition;
    private final Slots slots;
    private final Processing processing;
    private final Failures failures;
    private final LongSupplier nanoTime;
    private final Watermark before;
    private final long redeliveredBelow;

    private final Ownership ownership = new Ownership();

    private Phase phase = Phase.OPEN;
    /** All records from the watermark on, in the order of their offsets. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Set<Lane> failing = new HashSet<>();
    private long nextOffset;
    private int unfinished;
    private int underWay;
    private boolean changed;
    private Runnable leave;

    /**
     * @param before where the assignment begins, and what was finished beyond
     * @param redeliveredBelow records below may have been processed by an earlier owner
     */
    PartitionLedger(
            TopicPartition partition,
            Watermark before,
            long redeliveredBelow,
            Slots slots,
            Processing processing,
            Failures failures,
            LongSupplier nanoTime) {
        this.partition = partition;
        this.before = before;
        this.redeliveredBelow = redeliveredBelow;
        this.slots = slots;
        this.processing = processing;
        this.failures = failures;
        this.nanoTime = nanoTime;
        this.nextOffset = before.offset();
    }

    void take(List<? extends ConsumerRecord<?, ?>> records) {
        List<Lane> ready = new ArrayList<>();
        synchronized (this) {
            for (ConsumerRecord<?, ?> record : records) {
                Lane lane = take(record);
                if (lane != null) {
                    ready.add(lane);
                }
            }
        }
        ready.forEach(this::beginWhenFree);
    }

    /** The lane, if the record is its first and can begin. */
    private Lane take(ConsumerRecord<?, ?> record) {
        Entry entry = new Entry(record);
        nextOffset = record.offset() + 1;
        if (before.finished(record.offset())) {
            entry.record = null;
            entries.add(entry);
            advance();
            return null;
        }
        entries.add(entry);
        unfinished++;
        Lane lane = lanes.computeIfAbsent(LaneKey.of(record), Lane::new);
        lane.entries.add(entry);
        return lane.entries.size() == 1 ? lane : null;
    }

    /** Begins again what failed and has waited long enough. */
    void retryDue() {
        List<Lane> due;
        synchronized (this) {
            if (failing.isEmpty() || phase != Phase.OPEN) {
                return;
            }
            long now = nanoTime.getAsLong();
            due = failing.stream().filter(lane -> now - lane.retryAt >= 0).toList();
            due.forEach(failing::remove);
        }
        due.forEach(this::beginWhenFree);
    }

    private void beginWhenFree(Lane lane) {
        slots.submit(() -> begin(lane));
    }

    private void begin(Lane lane) {
        Entry entry;
        boolean redelivered;
        synchronized (this) {
            entry = phase == Phase.OPEN ? lane.entries.peek() : null;
            if (entry != null) {
                redelivered = entry.attempts > 0 || entry.offset < redeliveredBelow;
                entry.attempts++;
                underWay++;
            } else {
                redelivered = false;
            }
        }
        if (entry == null) {
            slots.release();
            return;
        }
        processing.begin(this, entry.record, redelivered, failure -> {
            slots.release();
            ended(lane, entry, failure);
        });
    }

    private void ended(Lane lane, Entry entry, Throwable failure) {
        Duration delay = null;
        boolean goOn = false;
        Runnable last = null;
        synchronized (this) {
            underWay--;
            notifyAll();
            if (phase == Phase.CLOSED) {
                last = underWay == 0 ? leave : null;
            } else if (failure == null) {
                goOn = finished(lane, entry);
            } else {
                delay = retryDelay(entry.attempts);
                lane.retryAt = nanoTime.getAsLong() + delay.toNanos();
                failing.add(lane);
            }
        }
        if (last != null) {
            last.run();
        } else if (goOn) {
            beginWhenFree(lane);
        } else if (delay != null) {
            failures.willRetry(partition, entry.offset, entry.attempts, delay, failure);
        }
    }

    /** Whether another record of the lane waits. */
    private boolean finished(Lane lane, Entry entry) {
        entry.record = null;
        unfinished--;
        changed = true;
        lane.entries.remove();
        advance();
        if (lane.entries.isEmpty()) {
            lanes.remove(lane.key);
            return false;
        }
        return true;
    }

    private void advance() {
        while (!entries.isEmpty() && entries.peek().finished()) {
            entries.remove();
            changed = true;
        }
    }

    private static Duration retryDelay(int attempts) {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return delay.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay;
    }

    /** Tells, on a thread of the slots', whether the partition is still ours; as soon as the broker says so. */
    void whenOwnershipIsKnown(Consumer<Boolean> listener) {
        ownership.whenKnown(owned -> slots.proceed(() -> listener.accept(owned)));
    }

    /** What is to be committed; null if nothing has changed since the last call, and nobody needs the broker's word. */
    synchronized Watermark toCommit() {
        boolean asked = ownership.ask();
        if (!changed && !asked) {
            return null;
        }
        changed = false;
        return watermark();
    }

    void committed() {
        ownership.confirmed();
    }

    /** The last commit did not succeed. */
    synchronized void notCommitted() {
        changed = true;
        ownership.unconfirmed();
    }

    synchronized Watermark watermark() {
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
        return new Watermark(offset(), phase != Phase.OPEN, nextOffset, finished);
    }

    private long offset() {
        return entries.isEmpty() ? nextOffset : entries.peek().offset;
    }

    /** Whether more may be taken: neither too many wait, nor is the watermark too far behind. */
    synchronized boolean hasRoom(int maxWaiting, int maxSpan) {
        return unfinished - underWay < maxWaiting && nextOffset - offset() < maxSpan;
    }

    synchronized boolean isIdle() {
        return unfinished == 0 && !changed;
    }

    /** Lets nothing begin any more. Kafka asks for that only while the partition is ours. */
    void end() {
        synchronized (this) {
            phase = Phase.ENDING;
        }
        ownership.settle(true);
    }

    /** Waits for what is under way. */
    synchronized void awaitQuiet(long deadlineNanos) throws InterruptedException {
        long left;
        while (underWay > 0 && (left = deadlineNanos - nanoTime.getAsLong()) > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
    }

    /**
     * Fences what is still under way; how many that are.
     *
     * @param leave closes the sessions; done once more when the last of these has ended, as one that had begun and was not
     *     yet with its session has opened it again
     */
    int close(Runnable leave) {
        int fenced;
        synchronized (this) {
            phase = Phase.CLOSED;
            entries.clear();
            lanes.clear();
            failing.clear();
            this.leave = leave;
            fenced = underWay;
        }
        ownership.settle(false);
        leave.run();
        return fenced;
    }

    @Override
    public String toString() {
        return partition.toString();
    }
}
