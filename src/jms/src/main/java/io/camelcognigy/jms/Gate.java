package io.camelcognigy.jms;

import java.util.ArrayList;
import java.util.List;

/**
 * Through here each message goes before something is done with it that must come to its end. Once it is shut, nothing
 * begins of which {@link #underWay} does not know: so a stop can wait for exactly that.
 */
final class Gate {

    private final List<TakenMessage> parked = new ArrayList<>();
    private boolean open = true;
    private boolean closed;
    private int underWay;

    /** Whether it may begin. If not, it is given out by {@link #open}. */
    synchronized boolean enter(TakenMessage message) {
        if (open) {
            pass(message);
        } else {
            parked.add(message);
        }
        return open;
    }

    /** Whether it is shut: then the message is given out by {@link #open}. */
    synchronized boolean park(TakenMessage message) {
        if (!open) {
            parked.add(message);
        }
        return !open;
    }

    /** Waits while it is shut. False once there is no more use in waiting. */
    synchronized boolean await(TakenMessage message) throws InterruptedException {
        while (!open && !closed) {
            wait();
        }
        if (open) {
            pass(message);
        }
        return open;
    }

    private void pass(TakenMessage message) {
        message.underWay = true;
        underWay++;
    }

    /** It has come to its end, or waits. Does nothing if it did before. */
    synchronized void leave(TakenMessage message) {
        if (message.underWay) {
            message.underWay = false;
            underWay--;
        }
    }

    synchronized void shut() {
        open = false;
    }

    /** Those that came while it was shut. */
    synchronized List<TakenMessage> open() {
        open = true;
        List<TakenMessage> released = List.copyOf(parked);
        parked.clear();
        notifyAll();
        return released;
    }

    /** Shut for good. */
    synchronized void close() {
        open = false;
        closed = true;
        notifyAll();
    }

    synchronized int underWay() {
        return underWay;
    }
}
