package io.camelcognigy.jms;

import java.time.Duration;

/** The pauses between attempts: 1, 2, 4, ... up to 30 seconds. */
final class Backoff {

    private static final int MAX_DOUBLINGS = 5;
    private static final long MAX_SECONDS = 30;

    private Backoff() {}

    /** @param attempts made in vain, from 1 */
    static Duration after(int attempts) {
        return Duration.ofSeconds(Math.min(MAX_SECONDS, 1L << Math.min(MAX_DOUBLINGS, Math.max(0, attempts - 1))));
    }
}
