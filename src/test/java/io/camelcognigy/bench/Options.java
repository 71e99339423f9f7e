package io.camelcognigy.bench;

import java.nio.file.Path;

/**
 * What can be said with {@code -D}.
 *
 * @param rounds {@code bench.rounds}: how often everyone is measured
 * @param seconds {@code bench.seconds}: the length of one measurement
 * @param warmUpTurns {@code bench.warmup}: turns of everyone before the first round, fewer where they take too long
 * @param sessions {@code bench.sessions}: over how many the memory of one is measured
 * @param page {@code bench.page}: where the results are written
 */
record Options(int rounds, int seconds, int warmUpTurns, int sessions, Path page) {

    private static final int TURNS_PER_WARM_UP_SECOND = 1_000;

    static Options given() {
        return new Options(
                Integer.getInteger("bench.rounds", 5),
                Integer.getInteger("bench.seconds", 3),
                Integer.getInteger("bench.warmup", 50_000),
                Integer.getInteger("bench.sessions", 2_000),
                Path.of(System.getProperty("bench.page", "docs/performance.md")));
    }

    /** What a warm-up may take; a fast contestant has its turns long before. */
    int warmUpSeconds() {
        return Math.max(1, warmUpTurns / TURNS_PER_WARM_UP_SECOND);
    }

    int memoryRounds() {
        return Math.min(3, rounds);
    }
}
