package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.JMSExceptionHelper;
import org.apache.activemq.artemis.jms.client.compatible1X.ActiveMQCompatibleMessage;

/**
 * A session that takes messages from a queue, for one thread; its messages are acknowledged each for itself, later, by any.
 *
 * <p>By Artemis' core API, as that of JMS has no acknowledgement that needs no commit after it, and cannot take back what the
 * broker may send.
 */
final class Inlet {

    /**
     * Bytes of messages that wait here while one is looked at: some tens of the usual ones. With none, each message is a way to
     * the broker and back; with many, they are kept from those who could take them.
     */
    private static final int AHEAD = 16 * 1024;

    private static final int NO_RATE = -1;

    private final ActiveMQConnectionFactory factory;
    private final ActiveMQSession session;
    private final ClientSessionInternal core;
    private final ClientConsumerInternal consumer;
    private boolean stopped;

    /** Closed with the connection, by whoever closes that. */
    Inlet(Connection connection, ActiveMQConnectionFactory factory, String queue) throws JMSException {
        this.factory = factory;
        // Artemis commits each acknowledgement in such a session; it is JMS' consumers that acknowledge by themselves.
        this.session = (ActiveMQSession) connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        this.core = (ClientSessionInternal) session.getCoreSession();
        // Makes the queue if it is not there, and if that is allowed.
        session.createProducer(session.createQueue(queue)).close();
        try {
            this.consumer =
                    (ClientConsumerInternal) core.createConsumer(SimpleString.of(queue), null, AHEAD, NO_RATE, false);
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    /** The next message; null if none has come within that time, or the session is closed. */
    Delivery receive(long millis) throws JMSException {
        // Whatever waits here already, which may be a large message that has not come whole.
        if (stopped) {
            stopped = false;
            allow(AHEAD);
        }
        try {
            ClientMessage taken = consumer.receive(millis);
            return taken == null ? null : new Delivery(session, message(taken));
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    /** To be called again and again while nothing is to be received: nothing more comes. */
    void rest() {
        stopped = true;
        // Takes back what the broker may send, and what was on its way when it was taken back the last time.
        allow(0);
    }

    boolean isClosed() {
        return core.isClosed();
    }

    private void allow(int credits) {
        if (!isClosed()) {
            core.getSessionContext().sendConsumerCredits(consumer, credits);
        }
    }

    private ActiveMQMessage message(ClientMessage taken) throws ActiveMQException {
        if (taken.getRoutingType() == null) {
            taken.setRoutingType(RoutingType.ANYCAST);
        }
        ActiveMQMessage message = session.isEnable1xPrefixes()
                ? ActiveMQCompatibleMessage.createMessage(taken, core, factory)
                : ActiveMQMessage.createMessage(taken, core, factory);
        message.doBeforeReceive();
        return message;
    }
}
