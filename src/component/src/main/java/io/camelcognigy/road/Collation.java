package io.camelcognigy.road;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Text inputs of one session that come shortly after each other and belong together: one turn for all (PROTOCOL §17).
 *
 * <p>An input waits until none has come for {@code quiet}, at most for {@code longest} after the first. What is no plain
 * sentence, a postback or an input with data, ends the wait and goes behind it, alone. So does whatever would be over a
 * bound. The order of the session is always kept.
 *
 * <p>Time comes from outside, in nanoseconds of any clock. One instance for each session; not thread-safe. Who uses it finishes
 * each input of a batch as the batch's one turn ends.
 *
 * @param <T> the source's message, with whatever must be finished
 */
public final class Collation<T> {

    /** No Endpoint takes longer texts (PROTOCOL §13). */
    public static final int DEFAULT_MAX_CHARS = 10_000;

    /** More are no hasty fingers. */
    public static final int DEFAULT_MAX_INPUTS = 20;

    /**
     * Inputs of one turn.
     *
     * @param inputs in order, at least one
     * @param text of all of them, line by line; null if the one input is no text
     */
    public record Batch<T>(List<T> inputs, String text) {

        @Override
        public String toString() {
            return "Batch[inputs=" + inputs.size() + "]";
        }
    }

    /**
     * How long and how much.
     *
     * @param quiet how long nothing more must come
     * @param longest how long the first one may wait
     * @param maxInputs in one batch
     * @param maxChars of their texts together
     */
    public record Limits(Duration quiet, Duration longest, int maxInputs, int maxChars) {

        /** @throws IllegalArgumentException if one is not positive, or {@code longest} is shorter than {@code quiet} */
        public Limits {
            if (quiet.isNegative() || quiet.isZero() || longest.compareTo(quiet) < 0) {
                throw new IllegalArgumentException(
                        "the longest wait must not be shorter than the quiet time, and both" + " positive");
            }
            if (maxInputs <= 0 || maxChars <= 0) {
                throw new IllegalArgumentException("the bounds must be positive");
            }
        }

        /** Up to ten times the quiet time, 20 inputs and 10,000 characters. */
        public static Limits of(Duration quiet) {
            return new Limits(quiet, quiet.multipliedBy(10), DEFAULT_MAX_INPUTS, DEFAULT_MAX_CHARS);
        }
    }

    private final Limits limits;
    private final List<T> inputs = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private Object speaker;
    private int chars;
    private long firstAt;
    private long lastAt;

    /** Nothing waits yet. */
    public Collation(Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes a sentence.
     *
     * @param speaker who must be the same for inputs to go together, such as the user id; may be null
     * @return what must go now, in order
     */
    public List<Batch<T>> add(T input, String text, Object speaker, long now) {
        List<Batch<T>> ready = new ArrayList<>(2);
        if (!inputs.isEmpty() && (!fits(text) || !Objects.equals(speaker, this.speaker) || due(now))) {
            ready.add(take());
        }
        if (inputs.isEmpty()) {
            firstAt = now;
        }
        inputs.add(input);
        texts.add(text);
        chars += text.length() + 1;
        lastAt = now;
        this.speaker = speaker;
        if (inputs.size() >= limits.maxInputs() || chars >= limits.maxChars()) {
            ready.add(take());
        }
        return ready;
    }

    /** Takes what goes alone, and returns it behind all that waited. */
    public List<Batch<T>> addAlone(T input) {
        List<Batch<T>> ready = new ArrayList<>(end());
        ready.add(new Batch<>(List.of(input), null));
        return ready;
    }

    /** When {@link #expire} is next worth calling, in the time of {@link #add}; empty if nothing waits. */
    public OptionalLong dueAt() {
        return inputs.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(firstAt
                        + Math.min(
                                lastAt - firstAt + limits.quiet().toNanos(),
                                limits.longest().toNanos()));
    }

    /** What has waited long enough by now; at most one batch. */
    public List<Batch<T>> expire(long now) {
        return due(now) ? end() : List.of();
    }

    /** All that waits, whatever the time; at most one batch. */
    public List<Batch<T>> end() {
        return inputs.isEmpty() ? List.of() : List.of(take());
    }

    /** How many inputs wait. */
    public int size() {
        return inputs.size();
    }

    private boolean due(long now) {
        // Times may be of System.nanoTime(): only differences mean something.
        return !inputs.isEmpty() && now - dueAt().getAsLong() >= 0;
    }

    private boolean fits(String text) {
        return chars + text.length() <= limits.maxChars();
    }

    private Batch<T> take() {
        Batch<T> batch = new Batch<>(List.copyOf(inputs), texts.stream().collect(Collectors.joining("\n")));
        inputs.clear();
        texts.clear();
        chars = 0;
        speaker = null;
        return batch;
    }
}
