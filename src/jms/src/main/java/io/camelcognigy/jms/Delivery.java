package io.camelcognigy.jms;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.JMSExceptionHelper;

/**
 * A message that was taken, and what it takes to acknowledge it: alone, later, and from any thread.
 *
 * <p>A delivery is void once the session that it came by is closed, as after a lost connection. The broker then delivers
 * the message again, so whatever is still to be done for it is done for that next delivery.
 */
record Delivery(ActiveMQSession session, ActiveMQMessage message) {

    boolean isVoid() {
        return session.getCoreSession().isClosed();
    }

    /** Takes the message off its queue, if it was not delivered again meanwhile. */
    void acknowledge() throws JMSException {
        if (isVoid()) {
            return;
        }
        // Artemis' sessions are for one thread at a time.
        synchronized (session) {
            try {
                message.getCoreMessage().individualAcknowledge();
            } catch (ActiveMQException e) {
                throw JMSExceptionHelper.convertFromActiveMQException(e);
            }
        }
    }

    /** The size of the body on the wire, in bytes. */
    long bodySize() {
        ClientMessage core = message.getCoreMessage();
        return core instanceof ClientLargeMessageImpl large ? large.getLargeMessageSize() : core.getBodySize();
    }

    /** Whether {@link ReadableMessages} kept the client from reading the body. */
    boolean tooLargeFor(int maxBody) {
        ClientMessage core = message.getCoreMessage();
        return bodySize() > maxBody
                || core.containsProperty(org.apache.activemq.artemis.api.core.Message.HDR_LARGE_COMPRESSED);
    }
}
