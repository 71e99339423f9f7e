package io.camelcognigy.road;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which inputs of a session are one turn: texts that come shortly after each other belong together (PROTOCOL §17).
 *
 * <p>It looks at the inputs that wait in a session's queue and says how many of them, from the first, go as one turn, and
 * whether that is now: when nothing more has come for {@code quiet}, when the first has waited ten times as long, or when
 * nothing more can join. What is no plain sentence, such as a postback or an input with data, goes alone, behind those
 * before it. The order of the queue is always kept.
 *
 * <p>What is said some time apart stays apart, also where it waited in its source and comes all at once: by the times that
 * the source tells, where it tells any.
 *
 * <p>Immutable and thread-safe: the queue is its caller's, and so is the time.
 */
public final class Collation {

    /** No Endpoint takes longer texts (PROTOCOL §13). */
    public static final int MAX_CHARS = 10_000;

    /** More are no hasty fingers. */
    public static final int MAX_INPUTS = 20;

    /** Whoever waits longer for the end of a sentence has mistaken the unit. */
    public static final Duration MAX_QUIET = Duration.ofMinutes(1);

    private static final int LONGEST = 10;
    private static final Batch ALONE = new Batch(1, true, 0);

    private final long quiet;
    private final long longest;

    /**
     * A text that may go with others.
     *
     * @param chars its length
     * @param sender who says it and where its answers go, comparable by {@code equals}: only what is the same goes together
     * @param saidAt when, in milliseconds of the source's clock; not positive where the source does not tell
     * @param takenAt when it came here, in nanoseconds of the caller's clock
     */
    public record Sentence(int chars, Object sender, long saidAt, long takenAt) {

        /** Null if the input is no sentence and so goes alone. */
        public static Sentence of(RoadInput input, Object sender, long saidAt, long takenAt) {
            String text = input.sentence();
            return text == null || text.length() > MAX_CHARS
                    ? null
                    : new Sentence(text.length(), Arrays.asList(sender, input.person()), saidAt, takenAt);
        }

        private long nanosUntil(Sentence later) {
            return saidAt > 0 && later.saidAt > 0
                    ? TimeUnit.MILLISECONDS.toNanos(later.saidAt - saidAt)
                    : later.takenAt - takenAt;
        }

        /** Nobody's words and no ids. */
        @Override
        public String toString() {
            return "Sentence[chars=" + chars + "]";
        }
    }

    /**
     * The inputs at the head of a queue that are one turn.
     *
     * @param inputs how many, at least one
     * @param complete whether no more can join
     * @param dueAt when they go otherwise, in nanoseconds of the caller's clock
     */
    public record Batch(int inputs, boolean complete, long dueAt) {

        public boolean isDue(long now) {
            return complete || now - dueAt >= 0;
        }
    }

    private Collation(Duration quiet) {
        this.quiet = quiet.toNanos();
        this.longest = LONGEST * this.quiet;
    }

    /**
     * @param quiet for so long nothing more must come; zero: each input goes alone and at once
     * @throws IllegalArgumentException if it is negative or longer than a minute
     */
    public static Collation within(Duration quiet) {
        if (quiet.isNegative() || quiet.compareTo(MAX_QUIET) > 0) {
            throw new IllegalArgumentException("collate must be from 0 to 1 minute");
        }
        return new Collation(quiet);
    }

    /** Whether anything is ever joined. */
    public boolean isOn() {
        return quiet > 0;
    }

    /**
     * @param waiting oldest first, at least one
     * @param sentence of one that waits; null for what goes alone
     */
    public <T> Batch first(Iterable<T> waiting, Function<T, Sentence> sentence) {
        if (!isOn()) {
            return ALONE;
        }
        Iterator<T> queue = waiting.iterator();
        Sentence first = sentence.apply(queue.next());
        if (first == null) {
            return ALONE;
        }
        Sentence last = first;
        int inputs = 1;
        int chars = first.chars();
        boolean complete = false;
        while (queue.hasNext() && !complete) {
            Sentence next = sentence.apply(queue.next());
            complete = next == null
                    || chars + 1 + next.chars() > MAX_CHARS
                    || !next.sender().equals(first.sender())
                    || last.nanosUntil(next) >= quiet
                    || first.nanosUntil(next) >= longest;
            if (!complete) {
                inputs++;
                chars += 1 + next.chars();
                last = next;
                complete = inputs == MAX_INPUTS;
            }
        }
        // Times may be of System.nanoTime(): only differences mean something.
        long wait = Math.min(last.takenAt() - first.takenAt() + quiet, longest);
        return new Batch(inputs, complete, first.takenAt() + wait);
    }

    /** One input of all that are one turn: the last, with the texts of all, line by line. */
    public static RoadInput joined(List<RoadInput> inputs) {
        RoadInput last = inputs.get(inputs.size() - 1);
        if (inputs.size() == 1) {
            return last;
        }
        String text = inputs.stream().map(RoadInput::sentence).collect(Collectors.joining("\n"));
        if (last.fields() == null) {
            return RoadInput.text(text);
        }
        Map<String, Object> fields = new LinkedHashMap<>(last.fields());
        fields.put("text", text);
        return RoadInput.fields(fields);
    }
}
