package io.camelcognigy.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A clock that stands still until the test moves it. Due tasks run in order, on the test's thread, at their own moment.
 *
 * <p>It begins one second before {@link System#nanoTime()} would overflow, so that whoever compares moments instead of
 * differences is found out.
 */
final class ManualTime implements Time {

    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.<Task>comparingLong(t -> t.due).thenComparingLong(t -> t.number));
    private final List<Task> history = new ArrayList<>();
    private long elapsed;
    private long number;

    @Override
    public long nanoTime() {
        return ORIGIN + elapsed;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Task timer = new Task(delay, elapsed + delay.toNanos(), number++, task);
        tasks.add(timer);
        history.add(timer);
        return () -> tasks.remove(timer);
    }

    /** Moves the clock and runs what falls due on the way, what is armed on the way included. */
    void advance(Duration by) {
        long until = elapsed + by.toNanos();
        while (!tasks.isEmpty() && tasks.peek().due <= until) {
            Task next = tasks.poll();
            elapsed = Math.max(elapsed, next.due);
            next.action.run();
        }
        elapsed = until;
    }

    /** Moves the clock as if the timer's thread were late: what falls due does not run yet. */
    void stall(Duration by) {
        elapsed += by.toNanos();
    }

    /** A timer fires although it was cancelled, or fired before: it was on its way already. */
    void fireLate(Duration delay) {
        List.copyOf(history).stream()
                .filter(timer -> timer.delay.equals(delay) && !tasks.contains(timer))
                .forEach(timer -> timer.action.run());
    }

    /** Timers of that length fire now, whether they are armed, cancelled or long gone, and the clock stands still. */
    void fire(Duration delay) {
        List<Task> all = List.copyOf(history);
        tasks.removeIf(timer -> timer.delay.equals(delay));
        all.stream().filter(timer -> timer.delay.equals(delay)).forEach(timer -> timer.action.run());
    }

    boolean isArmed(Duration delay) {
        return tasks.stream().anyMatch(timer -> timer.delay.equals(delay));
    }

    /** How many timers of that length were ever set. */
    long everArmed(Duration delay) {
        return history.stream().filter(timer -> timer.delay.equals(delay)).count();
    }

    int armed() {
        return tasks.size();
    }

    /** How long from now until the next timer. */
    Duration untilNext() {
        return Duration.ofNanos(tasks.element().due - elapsed);
    }

    private record Task(Duration delay, long due, long number, Runnable action) {}
}
