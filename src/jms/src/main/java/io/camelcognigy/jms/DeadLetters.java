package io.camelcognigy.jms;

import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RetryPause;
import jakarta.jms.JMSException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores dead letters, by threads of their own. One that cannot be stored is tried again until the road stops, without a
 * thread, and without a place that somebody who can be answered could have. Its message is acknowledged after it is stored.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final String road;
    private final String queue;
    private final Sender sender;
    private final Executor threads;
    private final Steps steps;
    private final Slots slots;
    private final Gate gate;
    private final Consumer<TakenMessage> stored;
    private final DeadLetterListener listener;

    /**
     * @param road its name, for the log
     * @param stored told of each message whose dead letter is stored, or whose delivery is void
     * @param listener told of each that is stored
     */
    DeadLetters(
            String road,
            String queue,
            Sender sender,
            Executor threads,
            Steps steps,
            Slots slots,
            Gate gate,
            Consumer<TakenMessage> stored,
            DeadLetterListener listener) {
        this.listener = listener;
        this.road = road;
        this.queue = queue;
        this.sender = sender;
        this.threads = threads;
        this.steps = steps;
        this.slots = slots;
        this.gate = gate;
        this.stored = stored;
    }

    void add(TakenMessage message, DeadLetter letter) {
        message.storing = true;
        message.attempts = 0;
        steps.on(threads, message, taken -> store(taken, letter));
    }

    private void store(TakenMessage message, DeadLetter letter) {
        try {
            if (!message.isVoid()) {
                sender.send(queue, letter::message);
                listener.stored(road, letter.reason());
                LOG.warn("{}: {} goes to {}", road, letter, queue);
            }
        } catch (JMSException | RejectedRecordException | RuntimeException e) {
            message.attempts++;
            if (message.attempts == 1) {
                LOG.warn("{}: {} waits for {}: {}", road, letter, queue, Broker.explain(e));
                message.slotless = slots.lend(message.size());
                gate.leave(message);
            }
            steps.later(RetryPause.after(message.attempts, null), threads, message, taken -> store(taken, letter));
            return;
        }
        stored.accept(message);
    }
}
