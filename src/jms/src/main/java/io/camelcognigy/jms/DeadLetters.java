package io.camelcognigy.jms;

import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RetryPause;
import jakarta.jms.JMSException;
import java.util.List;
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

    /** @param letters of the message and of those that go with it, in order */
    void add(TakenMessage message, List<DeadLetter> letters) {
        message.storing = true;
        message.attempts = 0;
        steps.on(threads, message, taken -> store(taken, letters));
    }

    private void store(TakenMessage message, List<DeadLetter> letters) {
        try {
            while (message.stored < letters.size() && !message.isVoid()) {
                DeadLetter letter = letters.get(message.stored);
                sender.send(queue, letter::message);
                listener.stored(road, letter.reason());
                LOG.warn("{}: {} goes to {}", road, letter, queue);
                message.stored++;
            }
        } catch (JMSException | RejectedRecordException | RuntimeException e) {
            message.attempts++;
            if (message.attempts == 1) {
                LOG.warn("{}: {} waits for {}: {}", road, letters.get(message.stored), queue, Broker.explain(e));
                message.all().forEach(each -> each.slotless = slots.lend(each.size()));
                gate.leave(message);
            }
            steps.later(RetryPause.after(message.attempts, null), threads, message, taken -> store(taken, letters));
            return;
        }
        stored.accept(message);
    }
}
