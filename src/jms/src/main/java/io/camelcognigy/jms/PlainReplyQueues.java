package io.camelcognigy.jms;

import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import java.util.regex.Pattern;

/**
 * The queues that a message's JMSReplyTo may name, by the JMS API alone. That it is a temporary one the message only claims; so
 * its name must be one as brokers give it, {@code ID:...} or a UUID, that no other queue has.
 */
final class PlainReplyQueues {

    private static final Pattern BROKERS_OWN = Pattern.compile("ID:.+");

    private final ReplyQueues allowed;

    PlainReplyQueues(ReplyQueues allowed) {
        this.allowed = allowed;
    }

    /** Null for none. */
    Destination of(Message message) throws RejectedRecordException {
        Destination wanted;
        String name;
        try {
            wanted = message.getJMSReplyTo();
            name = wanted instanceof Queue queue ? queue.getQueueName() : null;
        } catch (JMSException | RuntimeException e) {
            throw InputMessages.unreadable();
        }
        boolean temporary = wanted instanceof TemporaryQueue
                && (ReplyQueues.isTemporary(name) || BROKERS_OWN.matcher(name).matches());
        if (wanted != null && (name == null || !(temporary ? allowed.allowsTemporary() : allowed.names(name)))) {
            throw ReplyQueues.refused();
        }
        return wanted;
    }

    /** What is remembered for what the bot says unasked: not a temporary queue, which nobody but its owner can name. */
    String name(Destination replies) throws RejectedRecordException {
        try {
            return replies instanceof Queue queue && !(replies instanceof TemporaryQueue) ? queue.getQueueName() : null;
        } catch (JMSException e) {
            throw InputMessages.unreadable();
        }
    }
}
