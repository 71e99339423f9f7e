package io.camelcognigy.proof;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long and with which dice: short in every build, long with {@code -Dproof.long=true}, another run with
 * {@code -Dproof.seed=<n>}, the same run with the same seed. {@code -Dproof.server=SOCKET_IO} puts a real Socket.IO
 * server in the simulated endpoint's place.
 */
final class Proof {

    static final long SEED = Long.getLong("proof.seed", 1);

    static final Endpoint.Server SERVER = Endpoint.Server.valueOf(System.getProperty("proof.server", "SIMULATED"));

    private static final boolean LONG = Boolean.getBoolean("proof.long");

    private Proof() {}

    /** Lets things go on as they are for a while. */
    static void let(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static int of(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }
}
