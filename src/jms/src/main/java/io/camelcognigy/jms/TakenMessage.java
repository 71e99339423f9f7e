package io.camelcognigy.jms;

import io.camelcognigy.session.TraceSpan;
import java.util.List;

/**
 * One message on its way from the broker to its acknowledgement. One thread at a time works on it, and hands it on.
 */
final class TakenMessage {

    private final Delivery delivery;
    private final long size;
    private final long takenAt;

    /** What it says; null until it is read, and for good if it is no input. */
    JmsInput input;

    /** How often it was tried in vain, whatever was tried last. */
    int attempts;

    /** Why it could not be sent; null if it was not tried yet. */
    Throwable failure;

    /** Whether the bot may have heard it before. */
    boolean heard;

    /** Of the attempt that is under way. */
    TraceSpan trace = TraceSpan.NONE;

    /** What is to be written to the queues; null until the bot is done. */
    List<Answer> answers;

    /** How many of the answers are written. */
    int written;

    /** Whether it counts as one whose turn has begun. */
    boolean underWay;

    /** Whether it becomes a dead letter. */
    boolean storing;

    /** A dead letter that waits for its queue leaves its slot to the living. */
    boolean slotless;

    TakenMessage(Delivery delivery, long size, long takenAt) {
        this.delivery = delivery;
        this.size = size;
        this.takenAt = takenAt;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Bytes of the body, as far as they are in the memory. */
    long size() {
        return size;
    }

    long takenAt() {
        return takenAt;
    }

    boolean isVoid() {
        return delivery.isVoid();
    }
}
