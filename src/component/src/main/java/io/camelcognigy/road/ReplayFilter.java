package io.camelcognigy.road;

import io.camelcognigy.road.DeadLetterStore.Found;
import io.camelcognigy.road.DeadLetterStore.Wanted;
import io.camelcognigy.session.Outcome;
import java.util.Map;

/** Which dead letters may be sent again, decided here for all roads; counts those that are left out. For one look, on one thread. */
public final class ReplayFilter {

    /** The header, or property, that says how often an input was sent again. */
    public static final String REPLAY_COUNT = "replayCount";

    /** So often a letter is sent again; then somebody has to look. */
    public static final int MAX_REPLAYS = 3;

    private final Wanted wanted;
    private long inDoubt;
    private long cut;
    private long tooOften;
    private long foreign;

    /**
     * What a letter says of itself. Whoever can write to its place can make it say anything.
     *
     * @param reason null if it was not stored by a road
     * @param outcome the name of an {@link Outcome}; null for one that does not say it
     * @param cut whether it is not whole
     * @param replayCount as it stands there; null if it was never sent again
     * @param foreign whether it came from somewhere else than the road's inputs
     */
    public record Letter(String reason, String outcome, boolean cut, String replayCount, boolean foreign) {}

    public ReplayFilter(Wanted wanted) {
        this.wanted = wanted;
    }

    /** Whether it is wanted and may be sent again. When it was stored is looked at by the road. */
    public boolean admits(Letter letter) {
        if (wanted.reason() != null && !wanted.reason().equals(letter.reason())) {
            return false;
        }
        if (letter.reason() == null) {
            foreign++;
        } else if (!wanted.inDoubt() && mayHaveBeenHeard(letter)) {
            inDoubt++;
        } else if (letter.cut()) {
            cut++;
        } else if (replays(letter.replayCount()) >= MAX_REPLAYS) {
            tooOften++;
        } else if (letter.foreign()) {
            foreign++;
        } else {
            return true;
        }
        return false;
    }

    /**
     * @param replayable those that were admitted and were not sent again before, by reason
     * @param replayed those that were
     */
    public Found found(Map<String, Long> replayable, long replayed) {
        return new Found(replayable, replayed, inDoubt, cut, tooOften, foreign);
    }

    /** How often it was sent again; 0 for what is no number. */
    public static int replays(String replayCount) {
        return replayCount != null && replayCount.matches("\\d{1,4}") ? Integer.parseInt(replayCount) : 0;
    }

    /** One that does not say that it was not may have been. */
    private static boolean mayHaveBeenHeard(Letter letter) {
        return letter.outcome() == null || letter.outcome().equals(Outcome.IN_DOUBT.name());
    }
}
