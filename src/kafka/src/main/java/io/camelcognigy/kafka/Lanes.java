package io.camelcognigy.kafka;

import io.camelcognigy.kafka.OffsetLog.Entry;
import io.camelcognigy.road.Collation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lanes of one partition, and which of them wait with nothing under way: for more of their key, as {@link Collation}
 * says, or to be tried again. Not thread-safe; its ledger sees to that.
 */
final class Lanes {

    private final Collation collation;
    private final LongSupplier nanoTime;

    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Set<Lane> collating = new HashSet<>();
    private final Set<Lane> failing = new HashSet<>();

    Lanes(Collation collation, LongSupplier nanoTime) {
        this.collation = collation;
        this.nanoTime = nanoTime;
    }

    /** The entry's lane if its first can begin; null while something of it is under way, or it waits. */
    Lane add(Entry entry) {
        Lane lane = lanes.computeIfAbsent(LaneKey.of(entry.record()), Lane::new);
        lane.add(entry);
        boolean free = lane.size() == 1 || collating.contains(lane);
        return free && isDue(lane) ? lane : null;
    }

    /** Whether the next of the lane can begin, as those before it are finished. */
    boolean goesOn(Lane lane) {
        if (lane.isEmpty()) {
            lanes.remove(lane.key());
            return false;
        }
        return isDue(lane);
    }

    private boolean isDue(Lane lane) {
        boolean due = lane.isDue(collation, nanoTime.getAsLong());
        if (due) {
            collating.remove(lane);
        } else {
            collating.add(lane);
        }
        return due;
    }

    /** Those that have waited long enough for more; they can begin. */
    List<Lane> collated() {
        return collating.isEmpty()
                ? List.of()
                : List.copyOf(collating).stream().filter(this::isDue).toList();
    }

    /** What goes together from the first of the lane on; it is under way now. */
    List<ConsumerRecord<?, ?>> begin(Lane lane) {
        return lane.begin(collation, nanoTime.getAsLong());
    }

    /** It is tried again after this. */
    void fails(Lane lane, Duration delay) {
        lane.retryAt(nanoTime.getAsLong() + delay.toNanos());
        failing.add(lane);
    }

    /** Of those that failed, these; they wait no longer. */
    List<Lane> failed(Predicate<Lane> which) {
        if (failing.isEmpty()) {
            return List.of();
        }
        List<Lane> found = failing.stream().filter(which).toList();
        found.forEach(failing::remove);
        return found;
    }

    /** How many records have failed and wait to be tried again. */
    int failing() {
        return failing.stream().mapToInt(Lane::together).sum();
    }

    void clear() {
        lanes.clear();
        collating.clear();
        failing.clear();
    }
}
