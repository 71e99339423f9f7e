package io.camelcognigy.jms;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.springframework.jms.connection.SessionProxy;
import org.springframework.jms.support.destination.DestinationResolver;

/**
 * Finds the queue that an answer goes to. A temporary queue goes with the connection of its owner; Artemis would make
 * anew one that is gone, and keep answers there that nobody can read.
 */
public final class ReplyQueues implements DestinationResolver {

    @Override
    public Destination resolveDestinationName(Session session, String name, boolean topic) throws JMSException {
        if (ReplyQueue.isTemporary(name) && !exists(session, name)) {
            throw new InvalidDestinationException("the temporary reply queue is gone");
        }
        return ActiveMQDestination.createQueue(name);
    }

    private static boolean exists(Session session, String name) throws JMSException {
        ActiveMQSession artemis = (ActiveMQSession) ((SessionProxy) session).getTargetSession();
        try {
            return artemis.getCoreSession().queueQuery(SimpleString.of(name)).isExists();
        } catch (ActiveMQException e) {
            throw (JMSException) new JMSException("the broker does not say whether a queue exists").initCause(e);
        }
    }
}
