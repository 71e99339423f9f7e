package io.camelcognigy.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** One of those who are measured in turn. Its processes stay up and warm from one round to the next. */
interface Contestant extends AutoCloseable {

    String name();

    /** Whether it is measured under that load. */
    boolean takes(Load load);

    /** Runs until there were so many turns, or for so many seconds; returns how many turns it were. */
    long warmUp(long turns, long seconds) throws IOException;

    Figures measure(Load load, long millis) throws IOException;

    /**
     * Puts it under that load and forgets the figures. Under each load other code gets hot, at a rate slowly: a JVM spends
     * half its time on compiling it.
     */
    default void settle(Load load, long seconds) throws IOException {
        measure(load, TimeUnit.SECONDS.toMillis(seconds));
    }

    @Override
    void close();
}
