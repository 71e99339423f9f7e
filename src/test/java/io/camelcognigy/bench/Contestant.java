package io.camelcognigy.bench;

import java.io.IOException;
import java.util.List;

/** One of those who are measured in turn. Its processes stay up and warm from one round to the next. */
interface Contestant extends AutoCloseable {

    String name();

    /** In how many sessions at once its loop runs: one table row each. */
    List<Integer> levels();

    /** Runs until there were so many turns, or for so many seconds; returns how many turns it were. */
    long warmUp(long turns, long seconds) throws IOException;

    Figures measure(int level, long millis) throws IOException;

    @Override
    void close();
}
