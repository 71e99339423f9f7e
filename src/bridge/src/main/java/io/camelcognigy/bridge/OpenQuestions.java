package io.camelcognigy.bridge;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Which inputs of a chat have had no answer yet. Thread-safe. */
final class OpenQuestions {

    private final Set<String> open = new HashSet<>();
    private int asked;
    private long answers;

    /** A name for one more question. */
    synchronized String add() {
        asked++;
        String name = Integer.toString(asked);
        open.add(name);
        return name;
    }

    synchronized void answered(String name) {
        open.remove(name);
        answers++;
        notifyAll();
    }

    /** Waits until every question has an answer and no further one came for a while; not longer than {@code atMost}. */
    synchronized void awaitNone(Duration atMost, Duration silence) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!open.isEmpty() && end - System.nanoTime() > 0) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        long before;
        do {
            before = answers;
            wait(silence.toMillis());
        } while (answers != before);
    }
}
