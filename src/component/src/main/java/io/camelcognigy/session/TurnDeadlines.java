package io.camelcognigy.session;

import io.camelcognigy.session.Time.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The turns of one session that are not closed, and one timer for the first of their deadlines. A turn that ends in
 * time leaves the timer alone: it finds then that nothing is due, and is set for what is left. So a busy session sets
 * one timer in the time that a turn may take, not one for each turn. Confined to the session's serial executor.
 */
final class TurnDeadlines {

    private final Time time;
    private final Executor serial;
    private final Consumer<Turn> late;
    private final Deque<Turn> turns = new ArrayDeque<>(2);
    private Cancellable timer = Cancellable.NOTHING;
    private boolean armed;
    private long armedFor;

    /** @param late told of each turn that is not closed at its deadline, once */
    TurnDeadlines(Time time, Executor serial, Consumer<Turn> late) {
        this.time = time;
        this.serial = serial;
        this.late = late;
    }

    void add(Turn turn) {
        turns.add(turn);
        arm(turn.deadlineNanos);
    }

    void remove(Turn turn) {
        turns.remove(turn);
    }

    /** Nothing more is added: no timer is left, unless there is a turn that still needs it. */
    void end() {
        if (turns.isEmpty()) {
            timer.cancel();
            armed = false;
        }
    }

    private void arm(long deadline) {
        if (armed && armedFor - deadline <= 0) {
            return;
        }
        timer.cancel();
        armed = true;
        armedFor = deadline;
        Duration left = Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
        timer = time.after(left, () -> serial.execute(this::onTimer));
    }

    private void onTimer() {
        armed = false;
        long now = time.nanoTime();
        for (Turn turn : List.copyOf(turns)) {
            // One that was late may have closed another.
            if (now - turn.deadlineNanos >= 0 && turns.remove(turn)) {
                late.accept(turn);
            }
        }
        turns.forEach(turn -> arm(turn.deadlineNanos));
    }
}
