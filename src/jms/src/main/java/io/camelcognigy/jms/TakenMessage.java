package io.camelcognigy.jms;

import io.camelcognigy.road.Collation;
import io.camelcognigy.road.Collation.Sentence;
import io.camelcognigy.road.RoadInput;
import io.camelcognigy.session.TraceSpan;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/**
 * One message on its way from the broker to its acknowledgement. One thread at a time works on it, and hands it on. Of those
 * that go together in one turn the first leads: what it says of tries, answers and dead letters is of all of them.
 */
final class TakenMessage {

    private final Delivery delivery;
    private final long size;
    private final long takenAt;

    /** What it says; null until it is read, and for good if it is no input. */
    JmsInput input;

    /** What of it matters for what it belongs together with; null where it goes alone. */
    Sentence sentence;

    /** Those behind it that go with it; known once its turn has begun. */
    List<TakenMessage> behind = List.of();

    /** How often it was tried in vain, whatever was tried last. */
    int attempts;

    /** Why it could not be sent; null if it was not tried yet. */
    Throwable failure;

    /** Whether its session is the road's own, and stays so until it is done. */
    boolean ours;

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

    /** How many of the dead letters are stored. */
    int stored;

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

    /** With it, those that go with it; in order. */
    List<TakenMessage> all() {
        if (behind.isEmpty()) {
            return List.of(this);
        }
        List<TakenMessage> all = new ArrayList<>(List.of(this));
        all.addAll(behind);
        return all;
    }

    /** The one that says where the answers go. */
    TakenMessage last() {
        return behind.isEmpty() ? this : behind.get(behind.size() - 1);
    }

    /** What the bot is asked. */
    RoadInput asked() {
        return Collation.joined(
                all().stream().map(message -> message.input.input()).toList());
    }

    /** All of one turn came by the same connection, so that all are void if one is. */
    boolean isVoid() {
        return delivery.isVoid() || behind.stream().anyMatch(TakenMessage::isVoid);
    }

    /** Whether the bot may have heard something of it before. */
    boolean maybeHeard() throws JMSException {
        for (TakenMessage message : all()) {
            if (message.heard || message.delivery.message().getJMSRedelivered()) {
                return true;
            }
        }
        return false;
    }
}
