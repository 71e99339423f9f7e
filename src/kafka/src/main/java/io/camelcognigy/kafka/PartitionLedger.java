package io.camelcognigy.kafka;

import io.camelcognigy.kafka.OffsetLog.Entry;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.Collation.Sentence;
import io.camelcognigy.road.RetryPause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of each record of one partition, for the time of one assignment.
 *
 * <p>Records of one key form a lane: one is processed at a time, in the order of their offsets, or some that belong together
 * ({@link Collation}). A record that failed is processed again, after a growing delay, or becomes a dead letter; until then
 * it holds up its lane alone, and no slot. Records that were processed together are tried again together, and each is a
 * dead letter of its own. The watermark is the offset of the first unfinished record. After {@link #close} the ledger is
 * fenced: what still ends changes nothing any more.
 *
 * <p>Thread-safe. Records are taken by the consumer's thread, and finished on any.
 */
final class PartitionLedger {

    /** So many dead letters of one partition wait for their topic before the partition does. */
    static final int MOST_STORING = 1_000;

    /** Processes records. */
    interface Processing {

        /**
         * @param owner the ledger that asks
         * @param records one, or those that belong together, in order
         * @param redelivered whether one of them may have been processed before
         */
        void begin(PartitionLedger owner, List<ConsumerRecord<?, ?>> records, boolean redelivered, WhenDone whenDone);

        /** What of a record matters for what it belongs together with; null where it goes alone. */
        default Sentence sentence(ConsumerRecord<?, ?> record, long takenAt) {
            return null;
        }
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

    private final TopicPartition partition;
    private final Slots slots;
    private final Processing processing;
    private final Failures failures;
    private final LongSupplier nanoTime;

    private final OffsetLog offsets;
    private final Lanes lanes;
    private final Ownership ownership = new Ownership();

    private Phase phase = Phase.OPEN;
    private long redeliveredBelow;
    private int underWay;
    private int storing;
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
            Collation collation,
            Failures failures,
            LongSupplier nanoTime) {
        this.partition = partition;
        this.redeliveredBelow = redeliveredBelow;
        this.slots = slots;
        this.processing = processing;
        this.failures = failures;
        this.nanoTime = nanoTime;
        this.offsets = new OffsetLog(before);
        this.lanes = new Lanes(collation, nanoTime);
    }

    /** What is not there yet when the partition is opened, nobody has processed. */
    synchronized void nobodyHasProcessedFrom(long endOffset) {
        redeliveredBelow = Math.min(redeliveredBelow, endOffset);
    }

    /** The offset after the last record that was taken; negative before the first, where nothing was committed. */
    synchronized long nextOffset() {
        return offsets.nextOffset();
    }

    /** Where the watermark is; negative as {@link #nextOffset} is. */
    synchronized long firstUnfinished() {
        return offsets.offset();
    }

    void take(List<? extends ConsumerRecord<?, ?>> records) {
        List<Lane> ready = new ArrayList<>();
        for (ConsumerRecord<?, ?> record : records) {
            long now = nanoTime.getAsLong();
            Lane lane = take(record, processing.sentence(record, now), now);
            if (lane != null) {
                ready.add(lane);
            }
        }
        ready.forEach(this::beginWhenFree);
    }

    /** The lane, if nothing of it is under way and its first can begin. */
    private synchronized Lane take(ConsumerRecord<?, ?> record, Sentence sentence, long now) {
        Entry entry = offsets.take(record, sentence, now);
        return entry == null ? null : lanes.add(entry);
    }

    /** The consumer has gone past what is no record, such as the markers of transactions. */
    synchronized void passed(long position) {
        offsets.passed(position);
    }

    /** Begins what has waited long enough: for more of its key, or since it failed. */
    void beginDue() {
        collated().forEach(this::beginWhenFree);
        retry(lane -> lane.isRetried(nanoTime.getAsLong()));
    }

    private synchronized List<Lane> collated() {
        return phase == Phase.OPEN ? lanes.collated() : List.of();
    }

    /** Begins again what failed, now: what it failed for may be over. */
    void retryNow() {
        retry(lane -> true);
    }

    private void retry(Predicate<Lane> when) {
        failed(when).forEach(this::beginWhenFree);
    }

    private synchronized List<Lane> failed(Predicate<Lane> which) {
        return phase == Phase.OPEN ? lanes.failed(which) : List.of();
    }

    /** Makes dead letters of what has failed and waited for too long. */
    void expire() {
        expired().forEach(this::store);
    }

    private synchronized List<Lane> expired() {
        List<Lane> expired = failed(lane -> failures.isDeadLetter(lane.failure(), lane.age(nanoTime.getAsLong())));
        expired.forEach(lane -> storing += lane.together());
        return expired;
    }

    private void beginWhenFree(Lane lane) {
        slots.submit(() -> begin(lane));
    }

    private void begin(Lane lane) {
        List<ConsumerRecord<?, ?>> records;
        boolean redelivered = false;
        synchronized (this) {
            records = phase == Phase.OPEN ? lanes.begin(lane) : List.of();
            if (!records.isEmpty()) {
                redelivered = lane.attempts() > 1 || records.get(0).offset() < redeliveredBelow;
                underWay += records.size();
            }
        }
        if (records.isEmpty()) {
            slots.release();
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        WhenDone whenDone = failure -> {
            if (over.compareAndSet(false, true)) {
                slots.release();
                ended(lane, records, failure);
            }
        };
        try {
            processing.begin(this, records, redelivered, whenDone);
        } catch (Throwable e) {
            whenDone.ended(e);
        }
    }

    private void ended(Lane lane, List<ConsumerRecord<?, ?>> records, Throwable failure) {
        Duration delay = null;
        int attempts = 0;
        boolean goOn = false;
        boolean store = false;
        Runnable last = null;
        synchronized (this) {
            underWay -= records.size();
            notifyAll();
            if (phase == Phase.CLOSED) {
                last = underWay == 0 ? leave : null;
            } else if (failure == null) {
                goOn = finished(lane, records.size());
            } else {
                lane.failed(failure);
                if (failures.isDeadLetter(failure, lane.age(nanoTime.getAsLong()))) {
                    storing += records.size();
                    store = true;
                } else {
                    attempts = lane.attempts();
                    delay = RetryPause.after(attempts, failure);
                    lanes.fails(lane, delay);
                }
            }
        }
        if (last != null) {
            last.run();
        } else if (goOn) {
            beginWhenFree(lane);
        } else if (store) {
            store(lane);
        } else if (delay != null) {
            failures.willRetry(partition, records.get(0).offset(), attempts, delay, failure);
        }
    }

    private void store(Lane lane) {
        ConsumerRecord<?, ?> record;
        Throwable failure;
        synchronized (this) {
            if (phase == Phase.CLOSED) {
                return;
            }
            record = lane.first();
            failure = lane.failure();
        }
        failures.store(this, record, failure, () -> stored(lane));
    }

    /** One after the other, so that dead letters of a key are in its order, too. */
    private void stored(Lane lane) {
        boolean goOn;
        boolean more;
        synchronized (this) {
            if (phase == Phase.CLOSED) {
                return;
            }
            storing--;
            notifyAll();
            goOn = finished(lane, 1);
            more = lane.together() > 0;
        }
        if (more) {
            store(lane);
        } else if (goOn) {
            beginWhenFree(lane);
        }
    }

    /**
     * So many from the first are finished.
     *
     * @return whether the next of the lane can begin
     */
    private boolean finished(Lane lane, int records) {
        for (int i = 0; i < records; i++) {
            offsets.finish(lane.remove());
        }
        return lane.together() == 0 && lanes.goesOn(lane);
    }

    /** Tells, on a thread of the slots', whether the partition is still ours; as soon as the broker says so. */
    void whenOwnershipIsKnown(Consumer<Boolean> listener) {
        ownership.whenKnown(owned -> slots.proceed(() -> listener.accept(owned)));
    }

    /** What is to be committed; null if nothing has changed since the last call, and nobody needs the broker's word. */
    synchronized Watermark toCommit() {
        boolean asked = ownership.ask();
        Watermark watermark = offsets.takeChange() || asked ? watermark() : null;
        if (asked && watermark == null) {
            // There is nothing yet that could be committed: who asks waits for the first record.
            ownership.unconfirmed();
        }
        return watermark;
    }

    void committed() {
        ownership.confirmed();
    }

    /** The last commit did not succeed. */
    synchronized void notCommitted() {
        offsets.change();
        ownership.unconfirmed();
    }

    /** Null if there is nothing to tell: no record was taken yet, and nobody has committed anything. */
    synchronized Watermark watermark() {
        return offsets.watermark(phase != Phase.OPEN);
    }

    /** Whether more may be taken: neither too many or too large ones wait, nor is the watermark too far behind. */
    synchronized boolean hasRoom(int maxWaiting, int maxSpan, long maxBytes) {
        return offsets.unfinished() - underWay - storing < maxWaiting
                && storing < MOST_STORING
                && offsets.nextOffset() - offsets.offset() < maxSpan
                && offsets.bytes() < maxBytes;
    }

    synchronized boolean isIdle() {
        return offsets.unfinished() == 0 && !offsets.changed();
    }

    synchronized Counts counts() {
        long now = nanoTime.getAsLong();
        return new Counts(
                offsets.unfinished(),
                underWay,
                lanes.failing(),
                storing,
                offsets.bytes(),
                now - offsets.oldestTakenAt(now));
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
            offsets.clear();
            lanes.clear();
            storing = 0;
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
