package io.camelcognigy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Scanner;
import java.util.stream.LongStream;

/**
 * Time of all processors of this machine so far, in the system's ticks.
 *
 * @param wanted in which there was something to run
 * @param stolen of that, given to other machines on the same host instead
 */
record ProcessorTime(long wanted, long stolen) {

    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final ProcessorTime UNKNOWN = new ProcessorTime(0, 0);

    // The columns of proc(5): user, nice, system, idle, iowait, irq, softirq, steal.
    private static final int COLUMNS = 8;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    static ProcessorTime now() {
        if (!Files.isReadable(STATISTICS)) {
            return UNKNOWN;
        }
        try (Scanner words = new Scanner(STATISTICS)) {
            words.next();
            long[] ticks = LongStream.generate(words::nextLong).limit(COLUMNS).toArray();
            return new ProcessorTime(LongStream.of(ticks).sum() - ticks[IDLE] - ticks[IO_WAIT], ticks[STEAL]);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** The share of what was wanted since then that was stolen. */
    String stolenSince(ProcessorTime before) {
        long more = wanted - before.wanted;
        return more == 0
                ? "not known here"
                : String.format(Locale.ROOT, "%.1f %%", 100.0 * (stolen - before.stolen) / more);
    }
}
