package io.camelcognigy.road;

import io.camelcognigy.session.Outcome;
import io.camelcognigy.session.TurnException;

/** What became of an input whose exchange has ended: decided here for all roads. */
public final class Outcomes {

    /** Chains of causes may be circular. */
    private static final int MAX_DEPTH = 32;

    private Outcomes() {}

    /**
     * @param failure what the exchange failed with, wrapped or not; null for nothing
     * @return {@link Outcome#REJECTED} for what is no failure of a turn: a step of the route did not take the input, and
     *     nothing says that it ever will
     */
    public static Outcome of(Throwable failure) {
        if (failure == null) {
            return Outcome.ANSWERED;
        }
        TurnException turn = turnFailure(failure);
        return turn == null ? Outcome.REJECTED : turn.outcome();
    }

    /** The failure of the turn itself within what the exchange failed with; null if there is none. */
    public static TurnException turnFailure(Throwable failure) {
        return find(failure, TurnException.class);
    }

    /**
     * The stable code of a failure, such as {@code COGNIGY-IN-DOUBT} or {@code BRIDGE-NO-KEY}; the class name where there is
     * none.
     */
    public static String reason(Throwable failure) {
        TurnException turn = find(failure, TurnException.class);
        if (turn != null) {
            return turn.code().toString();
        }
        RejectedRecordException rejected = find(failure, RejectedRecordException.class);
        if (rejected != null) {
            return rejected.code();
        }
        return failure == null ? "UNKNOWN" : failure.getClass().getSimpleName();
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> kind) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < MAX_DEPTH; cause = cause.getCause(), depth++) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
