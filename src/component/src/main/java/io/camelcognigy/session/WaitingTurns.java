package io.camelcognigy.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One session's turns that are not written yet, first in, first out. Each counts in the agent's number of waiting turns until
 * it leaves. Confined to the session's serial executor, but for {@link #isEmpty()} and {@link #size()} as a guess.
 */
final class WaitingTurns {

    private final Agent agent;
    private final Consumer<Turn> settle;
    private final Deque<Turn> turns = new ArrayDeque<>(2);

    /** @param settle told of turns that have failed */
    WaitingTurns(Agent agent, Consumer<Turn> settle) {
        this.agent = agent;
        this.settle = settle;
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    int size() {
        return turns.size();
    }

    void add(Turn turn) {
        turns.add(turn);
    }

    Turn first() {
        return turns.peek();
    }

    /** Takes out the first, to be written. */
    Turn take() {
        agent.turnLeftQueue();
        return turns.remove();
    }

    /** One that is not to wait, or no longer. */
    void fail(Turn turn, TurnException why) {
        turns.remove(turn);
        agent.turnLeftQueue();
        turn.fail(why);
        settle.accept(turn);
    }

    boolean contains(Turn turn) {
        return turns.contains(turn);
    }

    /** @param why makes the failure of each */
    void failAll(Function<Turn, TurnException> why) {
        // First out, then told: whoever is told may look.
        List<Turn> all = new ArrayList<>(turns);
        turns.clear();
        all.forEach(turn -> agent.turnLeftQueue());
        for (Turn turn : all) {
            turn.fail(why.apply(turn));
            settle.accept(turn);
        }
    }
}
