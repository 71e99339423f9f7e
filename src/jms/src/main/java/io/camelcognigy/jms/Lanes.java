package io.camelcognigy.jms;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets the messages of one session key pass one after the other: each when the one before it is done. Those that wait hold
 * no thread.
 */
final class Lanes<T> {

    /** Those of each key; the first of each queue is the one under way. */
    private final Map<String, Queue<T>> lanes = new HashMap<>();

    private int waiting;

    /** Whether nobody was there, so that the newcomer may go on. */
    synchronized boolean enter(String key, T newcomer) {
        Queue<T> lane = lanes.computeIfAbsent(key, any -> new ArrayDeque<>(1));
        lane.add(newcomer);
        if (lane.size() > 1) {
            waiting++;
        }
        return lane.size() == 1;
    }

    /** The one under way is done. Returns who may go on now; null for nobody. */
    synchronized T leave(String key) {
        Queue<T> lane = lanes.get(key);
        lane.remove();
        if (lane.isEmpty()) {
            lanes.remove(key);
            return null;
        }
        waiting--;
        return lane.peek();
    }

    synchronized int waiting() {
        return waiting;
    }
}
