package io.camelcognigy.jms;

import io.camelcognigy.protocol.LogText;
import io.camelcognigy.road.Outcomes;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
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

    private static final int CUT = 64 * 1024;
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
     */
    static DeadLetter of(Delivery delivery, boolean tooLarge, Throwable failure) throws JMSException {
        ActiveMQMessage original = delivery.message();
        ClientMessage core = original.getCoreMessage();
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("deadLetterReason", Outcomes.reason(failure));
        reasons.put("deadLetterMessage", failure.getMessage());
        reasons.put("deadLetterMessageId", original.getJMSMessageID());
        reasons.put("deadLetterReplyTo", replyTo(original));
        byte[] cut = null;
        if (tooLarge) {
            reasons.put("deadLetterCut", "true");
            reasons.put("deadLetterSize", Long.toString(delivery.bodySize()));
            cut = firstBytes(core);
        } else {
            // Reads it.
            core.getBodyBuffer();
        }
        return new DeadLetter(original, reasons, cut);
    }

    String reason() {
        return reasons.get("deadLetterReason");
    }

    /** For the log: why, and which message. */
    @Override
    public String toString() {
        String id = reasons.get("deadLetterMessageId");
        return reasons.get("deadLetterReason") + ": " + (id == null ? "a message without id" : LogText.of(id, LOGGED));
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

    private static String replyTo(ActiveMQMessage message) throws JMSException {
        Destination replyTo = message.getJMSReplyTo();
        return replyTo == null ? null : replyTo.toString();
    }

    private static byte[] firstBytes(ClientMessage core) {
        if (!(core instanceof ClientLargeMessageImpl large)
                || core.containsProperty(org.apache.activemq.artemis.api.core.Message.HDR_LARGE_COMPRESSED)) {
            return new byte[0];
        }
        byte[] first = new byte[(int) Math.min(CUT, large.getLargeMessageSize())];
        large.getLargeMessageController().readBytes(first);
        return first;
    }
}
