package io.camelcognigy.proof;

import io.camelcognigy.proof.History.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a group to its word: what it has committed is finished, and it never goes back. Pure; shown to it is what was
 * committed at a moment, and what was finished a little later.
 */
final class CommitWatch {

    private final Map<Integer, NavigableMap<Long, Stamp>> unchecked = new HashMap<>();
    private final Map<Integer, Long> highest = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int known;

    /**
     * @param sent all inputs so far, always in the same order
     * @param committed by partition, read before {@code finished}
     */
    void look(List<Sent> sent, Map<Integer, Long> committed, Set<Stamp> finished) {
        for (Sent input : sent.subList(known, sent.size())) {
            unchecked
                    .computeIfAbsent(input.partition(), partition -> new TreeMap<>())
                    .put(input.offset(), input.stamp());
        }
        known = sent.size();
        committed.forEach((partition, offset) -> {
            long before = highest.merge(partition, offset, Math::max);
            if (before > offset) {
                faults.add("partition " + partition + " went back from " + before + " to " + offset);
                highest.put(partition, offset);
            }
            NavigableMap<Long, Stamp> below =
                    unchecked.getOrDefault(partition, new TreeMap<>()).headMap(offset, false);
            below.forEach((at, stamp) -> {
                if (!finished.contains(stamp)) {
                    faults.add(stamp + " at " + partition + "@" + at + " is not finished, and " + offset
                            + " is committed");
                }
            });
            below.clear();
        });
    }

    /** Commits over what was not finished, and commits that went back. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
