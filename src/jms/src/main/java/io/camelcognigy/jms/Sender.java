package io.camelcognigy.jms;

import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * Writes messages to queues, by a connection of its own: the sessions that receive and acknowledge cannot send as well.
 * Connects when it is first needed, and anew after a loss. Each sending returns when the broker has the message.
 */
final class Sender implements MessageSender {

    /** What is to be sent, made with the session that sends it. */
    interface Making {
        Message with(Session session) throws JMSException;
    }

    /** Who sends more than these at once waits. */
    private static final int CHANNELS = 16;

    private final Broker broker;
    private final ActiveMQConnectionFactory factory;
    private final Link link;
    private final Semaphore permits = new Semaphore(CHANNELS);
    private final Deque<Channel> idle = new ArrayDeque<>();
    private Connection current;
    private boolean closed;

    private record Channel(Connection connection, ActiveMQSession session, MessageProducer producer) {}

    Sender(Broker broker, Link link) {
        this.broker = broker;
        this.factory = broker.sending();
        this.link = link;
    }

    @Override
    public void send(String queue, Making making) throws JMSException, RejectedRecordException {
        acquire();
        Channel channel = null;
        try {
            channel = channel();
            ReplyQueues.requireTemporary(queue, channel.session());
            // A destination of its own each time: Artemis' client looks once for each whether the queue is there, and
            // what
            // it sends to a queue that is gone meanwhile is gone, too.
            channel.producer().send(ActiveMQDestination.createQueue(queue), making.with(channel.session()));
            link.up(broker.shown());
        } catch (JMSException e) {
            if (channel == null || channel.session().getCoreSession().isClosed()) {
                link.down(Broker.explain(e));
            }
            throw e;
        } finally {
            giveBack(channel);
            permits.release();
        }
    }

    private void acquire() throws JMSException {
        try {
            if (!permits.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new JMSException("the broker is too slow: all " + CHANNELS + " sessions that send are busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JMSException("interrupted");
        }
    }

    private synchronized Channel channel() throws JMSException {
        Channel channel = idle.pollFirst();
        if (channel != null) {
            return channel;
        }
        if (closed) {
            throw new JMSException("the road is stopped");
        }
        if (current == null) {
            current = factory.createConnection();
        }
        try {
            ActiveMQSession session = (ActiveMQSession) current.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(null);
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            return new Channel(current, session, producer);
        } catch (JMSException e) {
            discard();
            throw e;
        }
    }

    private synchronized void giveBack(Channel channel) {
        if (channel == null || channel.connection() != current) {
            return;
        }
        if (channel.session().getCoreSession().isClosed()) {
            discard();
        } else {
            idle.addFirst(channel);
        }
    }

    /** The next sending connects anew. */
    private void discard() {
        idle.clear();
        Connection lost = current;
        current = null;
        if (lost != null) {
            Closing.quietly(lost);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        discard();
        Closing.quietly(factory);
        link.closed();
    }
}
