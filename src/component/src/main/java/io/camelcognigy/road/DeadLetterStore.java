package io.camelcognigy.road;

import java.time.Instant;
import java.util.Map;

/**
 * The dead letters of a road: what there is, and sending them again. Both ask the road's broker, and need neither the road's
 * route to run nor its bot to be there. Not for a thread that must not block.
 */
public interface DeadLetterStore {

    /**
     * Which letters are meant.
     *
     * @param reason null for any
     * @param since when they were stored, at the earliest; null for any time
     * @param inDoubt whether also those which the bot may have heard: sent again, they may be a second action
     */
    record Wanted(String reason, Instant since, boolean inDoubt) {}

    /**
     * What was found.
     *
     * @param replayable by reason: not replayed yet, and wanted
     * @param replayed that were replayed before
     * @param inDoubt that are left out for it
     * @param cut that are left out as they are not whole
     * @param tooOften that are left out as they came back again and again
     * @param foreign that are left out as they are not of this road: they came from another topic or queue, or have no reason
     */
    record Found(Map<String, Long> replayable, long replayed, long inDoubt, long cut, long tooOften, long foreign) {

        public long total() {
            return replayable.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How many there are. */
    Found find(Wanted wanted);

    /**
     * Sends letters to the topic or queue they came from, as they were, with the header {@code replayCount}; each at most once,
     * whoever dies in the middle, and whoever else does the same.
     *
     * @param max of letters
     * @param perSecond of letters; 0 for as fast as it goes
     * @return how many were sent
     */
    long replay(Wanted wanted, long max, int perSecond);
}
