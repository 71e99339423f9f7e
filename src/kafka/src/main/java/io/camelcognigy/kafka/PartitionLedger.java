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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of each record of one partition, for the time of one assignment.
 *
 * <p>Records of one key form a lane: one is processed at a time, in the order of their offsets. A record that failed is
 * processed again, after a growing delay, or becomes a dead letter; until then it holds up its lane alone, and no slot. The
 * watermark is the offset of the first unfinished record. After {@link #close} the ledger is fenced: what still ends changes
 * nothing any more.
 *
 * <p>Thread-safe. Records are taken by the consumer's thread, and finished on any.
 */
final class PartitionLedger {

    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LAST_RETRY = Duration.ofSeconds(30);

    /** So many dead letters of one partition wait for their topic before the partition does. */
    static final int MOST_STORING = 1_000;

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

    /** What becomes of records whose exchange failed. */
    interface Failures {

        /**
         * Whether it is a dead letter now, rather than processed again.
         *
         * @param age since it was begun for the first time
         */
        boolean isDeadLetter(Throwable failure, Duration age);

        /** Stores the dead letter, however long that takes, and then calls {@code stored}, on any thread. */
        void store(PartitionLedger owner, ConsumerRecord<?, ?> record, Throwable failure, Runnable stored);

        void willRetry(TopicPartition partition, long offset, int attempts, Duration delay, Throwable failure);
    }

    /** What there is in a ledger at one moment. */
    record Counts(int unfinished, int underWay, int failing, int storing, long bytes, long oldestNanos) {}

    private enum Phase {
        OPEN,
        /** Nothing begins any more; what is under way may still finish. */
        ENDING,
        CLOSED
    }

    private static final class Entry {
        private final long offset;
        private final long takenAt;
        private final int bytes;
        private final Optional<Integer> leaderEpoch;
        private ConsumerRecord<?, ?> record;
        private int attempts;
        private long begunAt;
        private Throwable failure;

        private Entry(ConsumerRecord<?, ?> record, long takenAt) {
            this.offset = record.offset();
            this.takenAt = takenAt;
            this.bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            this.leaderEpoch = record.leaderEpoch();
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

    /** Before the first record, where nobody has committed anything. */
    private static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private final Slots slots;
    private final Processing processing;
    private final Failures failures;
    private final LongSupplier nanoTime;
    private final Watermark before;

    private final Ownership ownership = new Ownership();

    private Phase phase = Phase.OPEN;
    /** All records from the watermark on, in the order of their offsets. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Set<Lane> failing = new HashSet<>();
    private long redeliveredBelow;
    private long nextOffset;
    private Optional<Integer> leaderEpoch;
    private int unfinished;
    private int underWay;
    private int storing;
    private long bytes;
    private boolean changed;
    private Runnable leave;

    /**
     * @param before where the assignment begins, and what was finished beyond; null if nobody has committed anything: it
     *     begins at the first record that comes
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
        this.nextOffset = before == null ? UNKNOWN : before.offset();
        this.leaderEpoch = before == null ? Optional.empty() : before.leaderEpoch();
    }

    /** What is not there yet when the partition is opened, nobody has processed. */
    synchronized void nobodyHasProcessedFrom(long endOffset) {
        redeliveredBelow = Math.min(redeliveredBelow, endOffset);
    }

    /** The offset after the last record that was taken; negative before the first, where nothing was committed. */
    synchronized long nextOffset() {
        return nextOffset;
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
        Entry entry = new Entry(record, nanoTime.getAsLong());
        nextOffset = record.offset() + 1;
        if (before != null && before.finished(record.offset())) {
            entry.record = null;
            entries.add(entry);
            advance();
            return null;
        }
        entries.add(entry);
        unfinished++;
        bytes += entry.bytes;
        Lane lane = lanes.computeIfAbsent(LaneKey.of(record), Lane::new);
        lane.entries.add(entry);
        return lane.entries.size() == 1 ? lane : null;
    }

    /** The consumer has gone past what is no record, such as the markers of transactions. */
    synchronized void passed(long position) {
        if (position > nextOffset) {
            nextOffset = position;
            changed |= entries.isEmpty();
        }
    }

    /** Begins again what failed and has waited long enough. */
    void retryDue() {
        retry(lane -> nanoTime.getAsLong() - lane.retryAt >= 0);
    }

    /** Begins again what failed, now: what it failed for may be over. */
    void retryNow() {
        retry(lane -> true);
    }

    private void retry(java.util.function.Predicate<Lane> when) {
        List<Lane> due;
        synchronized (this) {
            if (failing.isEmpty() || phase != Phase.OPEN) {
                return;
            }
            due = failing.stream().filter(when).toList();
            due.forEach(failing::remove);
        }
        due.forEach(this::beginWhenFree);
    }

    /** Makes dead letters of what has failed and waited for too long. */
    void expire() {
        Map<Lane, Entry> expired = new HashMap<>();
        synchronized (this) {
            if (failing.isEmpty() || phase != Phase.OPEN) {
                return;
            }
            for (Lane lane : failing) {
                Entry entry = lane.entries.peek();
                if (failures.isDeadLetter(entry.failure, age(entry))) {
                    expired.put(lane, entry);
                }
            }
            failing.removeAll(expired.keySet());
            storing += expired.size();
        }
        expired.forEach((lane, entry) -> store(lane, entry, entry.failure));
    }

    private Duration age(Entry entry) {
        return Duration.ofNanos(nanoTime.getAsLong() - entry.begunAt);
    }

    private void beginWhenFree(Lane lane) {
        slots.submit(() -> begin(lane));
    }

    private void begin(Lane lane) {
        Entry entry;
        ConsumerRecord<?, ?> record;
        boolean redelivered;
        synchronized (this) {
            entry = phase == Phase.OPEN ? lane.entries.peek() : null;
            if (entry != null) {
                redelivered = entry.attempts > 0 || entry.offset < redeliveredBelow;
                if (entry.attempts++ == 0) {
                    entry.begunAt = nanoTime.getAsLong();
                }
                record = entry.record;
                underWay++;
            } else {
                redelivered = false;
                record = null;
            }
        }
        if (entry == null) {
            slots.release();
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        WhenDone whenDone = failure -> {
            if (over.compareAndSet(false, true)) {
                slots.release();
                ended(lane, entry, failure);
            }
        };
        try {
            processing.begin(this, record, redelivered, whenDone);
        } catch (Throwable e) {
            whenDone.ended(e);
        }
    }

    private void ended(Lane lane, Entry entry, Throwable failure) {
        Duration delay = null;
        boolean goOn = false;
        boolean store = false;
        Runnable last = null;
        synchronized (this) {
            underWay--;
            notifyAll();
            if (phase == Phase.CLOSED) {
                last = underWay == 0 ? leave : null;
            } else if (failure == null) {
                goOn = finished(lane, entry);
            } else if (failures.isDeadLetter(failure, age(entry))) {
                storing++;
                store = true;
            } else {
                entry.failure = failure;
                delay = retryDelay(entry.attempts);
                lane.retryAt = nanoTime.getAsLong() + delay.toNanos();
                failing.add(lane);
            }
        }
        if (last != null) {
            last.run();
        } else if (goOn) {
            beginWhenFree(lane);
        } else if (store) {
            store(lane, entry, failure);
        } else if (delay != null) {
            failures.willRetry(partition, entry.offset, entry.attempts, delay, failure);
        }
    }

    private void store(Lane lane, Entry entry, Throwable failure) {
        ConsumerRecord<?, ?> record;
        synchronized (this) {
            record = entry.record;
        }
        failures.store(this, record, failure, () -> stored(lane, entry));
    }

    private void stored(Lane lane, Entry entry) {
        boolean goOn;
        synchronized (this) {
            if (phase == Phase.CLOSED) {
                return;
            }
            storing--;
            notifyAll();
            goOn = finished(lane, entry);
        }
        if (goOn) {
            beginWhenFree(lane);
        }
    }

    /** Whether another record of the lane waits. */
    private boolean finished(Lane lane, Entry entry) {
        entry.record = null;
        entry.failure = null;
        unfinished--;
        bytes -= entry.bytes;
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
            Entry entry = entries.remove();
            if (entry.leaderEpoch.isPresent()) {
                leaderEpoch = entry.leaderEpoch;
            }
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

    /** Null if there is nothing to tell: no record was taken yet, and nobody has committed anything. */
    synchronized Watermark watermark() {
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
        return new Watermark(offset(), phase != Phase.OPEN, nextOffset, finished, leaderEpoch);
    }

    private long offset() {
        return entries.isEmpty() ? nextOffset : entries.peek().offset;
    }

    /** Whether more may be taken: neither too many or too large ones wait, nor is the watermark too far behind. */
    synchronized boolean hasRoom(int maxWaiting, int maxSpan, long maxBytes) {
        return unfinished - underWay - storing < maxWaiting
                && storing < MOST_STORING
                && nextOffset - offset() < maxSpan
                && bytes < maxBytes;
    }

    synchronized boolean isIdle() {
        return unfinished == 0 && !changed;
    }

    synchronized Counts counts() {
        long oldest = entries.isEmpty() ? 0 : nanoTime.getAsLong() - entries.peek().takenAt;
        return new Counts(unfinished, underWay, failing.size(), storing, bytes, oldest);
    }

    /** Lets nothing begin any more. Kafka asks for that only while the partition is ours. */
    void end() {
        synchronized (this) {
            phase = Phase.ENDING;
        }
        ownership.settle(true);
    }

    /** Waits for what is under way, and for dead letters that are being stored. */
    synchronized void awaitQuiet(long turnsUntilNanos, long lettersUntilNanos) throws InterruptedException {
        while (underWay > 0 && timedWait(turnsUntilNanos)) {
            // Somebody has ended.
        }
        while (storing > 0 && timedWait(lettersUntilNanos)) {
            // Somebody is stored.
        }
    }

    private boolean timedWait(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - nanoTime.getAsLong();
        if (left <= 0) {
            return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        return true;
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
            unfinished = 0;
            storing = 0;
            bytes = 0;
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
