package io.camelcognigy.bench;

import java.util.Locale;

/**
 * What a contestant is put under.
 *
 * @param sessions how many talk at once
 * @param perSecond turns that begin every second, in all sessions together; 0 lets every session begin its next turn
 *     where the one before ended, as fast as it goes
 */
record Load(int sessions, int perSecond) {

    static final int AS_FAST_AS_IT_GOES = 0;

    private static final long RAMP_MILLIS = 300;

    static Load saturated(int sessions) {
        return new Load(sessions, AS_FAST_AS_IT_GOES);
    }

    boolean atRate() {
        return perSecond != AS_FAST_AS_IT_GOES;
    }

    /** The line for a client's process. */
    String command(long millis) {
        return command(millis, RAMP_MILLIS);
    }

    /** @param rampMillis how long the load lasts before the window begins */
    String command(long millis, long rampMillis) {
        return "measure " + sessions + " " + perSecond + " " + millis + " " + rampMillis;
    }

    String title() {
        String who = sessions == 1 ? "One session" : String.format(Locale.ROOT, "%,d sessions", sessions);
        return who + (atRate() ? String.format(Locale.ROOT, ", %,d turns/s", perSecond) : ", as fast as it goes");
    }
}
