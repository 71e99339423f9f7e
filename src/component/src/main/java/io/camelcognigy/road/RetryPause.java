package io.camelcognigy.road;

import io.camelcognigy.session.BoundExceededException;
import java.time.Duration;

/** How long what could not be done for an input waits before it is tried again: 1, 2, 4, ... up to 30 seconds. */
public final class RetryPause {

    public static final Duration FIRST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 5;

    private RetryPause() {}

    /**
     * @param attempts made in vain, from 1; lower counts as 1
     * @param failure of the latest of them; null if it does not matter. A house that is full has room again within moments,
     *     so no wait for that grows
     */
    public static Duration after(int attempts, Throwable failure) {
        if (Outcomes.turnFailure(failure) instanceof BoundExceededException) {
            return FIRST;
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(MAX_DOUBLINGS, Math.max(0, attempts - 1)));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
