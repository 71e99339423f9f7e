package io.camelcognigy.jms;

import io.camelcognigy.protocol.LogText;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.session.Outcome;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/**
 * A message that cannot be processed: as it came, body untouched, whatever its kind, and beside its own properties the
 * reasons, {@code deadLetter*}. One that was too large to be read comes as the first bytes of its body, with
 * {@code deadLetterCut} and the whole {@code deadLetterSize}.
 *
 * <p>Written past the JMS API, which lets a received message have new properties only after all were cleared, and could
 * not set again what came from a client that is not JMS: {@code content-type} is no Java identifier.
 */
final class DeadLetter {

    static final String PREFIX = "deadLetter";
    static final String REASON = "deadLetterReason";
    static final String OUTCOME = "deadLetterOutcome";
    static final String QUEUE = "deadLetterQueue";
    static final String MESSAGE_ID = "deadLetterMessageId";
    static final String CUT = "deadLetterCut";

    private static final int MOST_OF_A_CUT_BODY = 64 * 1024;
    /** Characters of an id that are shown in the log. */
    private static final int LOGGED = 100;

    private static final String LARGE = "_AMQ_LARGE";

    private final ActiveMQMessage original;
    private final Map<String, String> reasons;
    private final byte[] cut;

    private DeadLetter(ActiveMQMessage original, Map<String, String> reasons, byte[] cut) {
        this.original = original;
        this.reasons = reasons;
        this.cut = cut;
    }

    /**
     * Call it on the thread that took the message, if its body was not read: what is left unread of a large body is gone when
     * that thread takes the next message.
     *
     * @param tooLarge whether the body must not be loaded
     * @param heard whether the bot may have heard it, whatever the failure says
     */
    static DeadLetter of(Delivery delivery, boolean tooLarge, Throwable failure, boolean heard) throws JMSException {
        ActiveMQMessage original = delivery.message();
        ClientMessage core = original.getCoreMessage();
        Map<String, String> reasons = reasons(original, failure, heard);
        byte[] cut = null;
        if (tooLarge) {
            reasons.put(CUT, "true");
            reasons.put("deadLetterSize", Long.toString(delivery.bodySize()));
            cut = firstBytes(core);
        } else {
            // Reads it.
            core.getBodyBuffer();
        }
        return new DeadLetter(original, reasons, cut);
    }

    /** The properties that say why, of a message of whatever client. */
    static Map<String, String> reasons(Message original, Throwable failure, boolean heard) throws JMSException {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(REASON, Outcomes.reason(failure));
        reasons.put(OUTCOME, (heard ? Outcome.IN_DOUBT : Outcomes.of(failure)).name());
        reasons.put("deadLetterMessage", failure.getMessage());
        reasons.put(QUEUE, original.getJMSDestination() instanceof Queue queue ? queue.getQueueName() : null);
        reasons.put(MESSAGE_ID, original.getJMSMessageID());
        reasons.put("deadLetterReplyTo", replyTo(original));
        return reasons;
    }

    String reason() {
        return reasons.get(REASON);
    }

    /** For the log: why, and which message. */
    static String shown(Map<String, String> reasons) {
        String id = reasons.get(MESSAGE_ID);
        return reasons.get(REASON) + ": " + (id == null ? "a message without id" : LogText.of(id, LOGGED));
    }

    @Override
    public String toString() {
        return shown(reasons);
    }

    Message message(Session session) throws JMSException {
        if (cut == null) {
            reasons.forEach((name, value) -> put(original.getCoreMessage(), name, value));
            return original;
        }
        BytesMessage letter = session.createBytesMessage();
        letter.writeBytes(cut);
        ClientMessage from = original.getCoreMessage();
        ClientMessage to = ((ActiveMQMessage) letter).getCoreMessage();
        for (SimpleString name : from.getPropertyNames()) {
            if (!name.toString().startsWith(LARGE)) {
                to.putObjectProperty(name, from.getObjectProperty(name));
            }
        }
        reasons.forEach((name, value) -> put(to, name, value));
        return letter;
    }

    private static void put(ClientMessage message, String name, String value) {
        if (value != null) {
            message.putStringProperty(name, value);
        }
    }

    private static String replyTo(Message message) throws JMSException {
        Destination replyTo = message.getJMSReplyTo();
        return replyTo == null ? null : replyTo.toString();
    }

    private static byte[] firstBytes(ClientMessage core) {
        if (!(core instanceof ClientLargeMessageImpl large)
                || core.containsProperty(org.apache.activemq.artemis.api.core.Message.HDR_LARGE_COMPRESSED)) {
            return new byte[0];
        }
        byte[] first = new byte[(int) Math.min(MOST_OF_A_CUT_BODY, large.getLargeMessageSize())];
        large.getLargeMessageController().readBytes(first);
        return first;
    }
}
