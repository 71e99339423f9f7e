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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages to queues, by a connection of its own: the sessions that receive and acknowledge cannot send as well.
 * Connects when it is first needed, and anew after a loss.
 *
 * <p>Answers are sent without waiting for the broker's yes to each, by the threads of {@link Threads#sending}, one for a queue
 * at a time ({@link Outbox}).
 */
final class Sender implements MessageSender {

    /** What is to be sent, made with the session that sends it. */
    interface Making {
        Message with(Session session) throws JMSException;
    }

    /** Who waits for the broker to have a message. */
    interface Sent {
        /**
         * Called once, by a thread that must not be held up, and that may hold locks of the client if there is a failure.
         *
         * @param failure null if the broker has it; else it has not got it, or has not said so
         */
        void over(Throwable failure);
    }

    /** Where the work is done. */
    record Threads(ExecutorService sending, ScheduledExecutorService timer) {}

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** Who sends more than these at once waits. */
    private static final int CHANNELS = 16;

    /** So many queues are remembered that nothing is sent to at the moment. */
    private static final int IDLE_OUTBOXES = 100;

    /** As long as the client waits for the answer to a call. */
    private static final long PATIENCE_SECONDS = 30;

    private final Broker broker;
    private final ActiveMQConnectionFactory factory;
    private final Link link;
    private final Threads threads;
    private final LongSupplier nanoTime;
    private final Map<String, Outbox> outboxes = new HashMap<>();
    private final Set<Outgoing> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore permits = new Semaphore(CHANNELS);
    private final Deque<Channel> idle = new ArrayDeque<>();
    private Connection current;
    private boolean closed;

    /** A session, for one thread at a time. */
    record Channel(Connection connection, ActiveMQSession session, MessageProducer producer) {}

    Sender(Broker broker, Link link, Threads threads, LongSupplier nanoTime) {
        this.broker = broker;
        this.factory = broker.sending();
        this.link = link;
        this.threads = threads;
        this.nanoTime = nanoTime;
        threads.timer().scheduleWithFixedDelay(this::giveUp, 1, 1, TimeUnit.SECONDS);
    }

    // ---------------------------------------------------------------- without waiting

    /**
     * Returns at once. Messages to one queue are sent in the order of the calls; but one that fails does not stop those after it.
     *
     * @param sent told of a {@link RejectedRecordException} if the queue is a temporary one that is not there; of a
     *     {@link JMSException} if the broker has not got it, or has not said so
     */
    void send(String queue, Making making, Sent sent) {
        Outgoing outgoing = new Outgoing(making, nanoTime.getAsLong(), (self, failure) -> end(self, failure, sent));
        underWay.add(outgoing);
        Outbox outbox;
        boolean alone;
        synchronized (outboxes) {
            outbox = outboxes.computeIfAbsent(queue, name -> new Outbox(name, nanoTime));
            alone = outbox.add(outgoing);
        }
        if (alone) {
            try {
                threads.sending().execute(() -> empty(queue, outbox));
            } catch (RejectedExecutionException e) {
                outgoing.over(stopped());
            }
        }
    }

    private void empty(String queue, Outbox outbox) {
        for (List<Outgoing> some = outbox.next(); !some.isEmpty(); some = outbox.next()) {
            try {
                write(outbox, some);
            } catch (JMSException | RejectedRecordException | RuntimeException | Error e) {
                some.forEach(each -> each.over(e));
            }
        }
        synchronized (outboxes) {
            if (outbox.isIdle() && (ReplyQueues.isTemporary(queue) || outboxes.size() > IDLE_OUTBOXES)) {
                outboxes.remove(queue);
            }
        }
    }

    /** @throws JMSException if none is sent */
    private void write(Outbox outbox, List<Outgoing> messages) throws JMSException, RejectedRecordException {
        acquire();
        Channel channel = null;
        try {
            channel = channel();
            ActiveMQDestination destination = outbox.destination(channel.session());
            for (Outgoing each : messages) {
                write(channel, destination, each);
            }
        } catch (JMSException e) {
            failed(channel, e);
            throw e;
        } finally {
            giveBack(channel);
            permits.release();
        }
    }

    private void write(Channel channel, ActiveMQDestination destination, Outgoing message) {
        try {
            channel.producer().send(destination, message.made(channel), message);
        } catch (JMSException | RuntimeException | Error e) {
            message.over(e);
        }
    }

    private void end(Outgoing outgoing, Throwable failure, Sent sent) {
        underWay.remove(outgoing);
        try {
            if (failure == null) {
                link.up(broker.shown());
            }
            sent.over(failure);
        } catch (RuntimeException | Error e) {
            LOG.error("chat-jms: what follows a message that was sent failed", e);
        }
    }

    /** Of what the broker, or its client, has said nothing for too long. */
    private void giveUp() {
        long now = nanoTime.getAsLong();
        for (Outgoing each : underWay) {
            if (now - each.since() >= TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                each.over(new JMSException(
                        "the broker did not say within " + PATIENCE_SECONDS + " s that it has a message"));
            }
        }
    }

    // ---------------------------------------------------------------- one that waits

    /** Returns when the broker has it. */
    @Override
    public void send(String queue, Making making) throws JMSException, RejectedRecordException {
        acquire();
        Channel channel = null;
        try {
            channel = channel();
            ActiveMQDestination destination = new Outbox(queue, nanoTime).destination(channel.session());
            channel.producer().send(destination, making.with(channel.session()));
            link.up(broker.shown());
        } catch (JMSException e) {
            failed(channel, e);
            throw e;
        } finally {
            giveBack(channel);
            permits.release();
        }
    }

    // ---------------------------------------------------------------- connection

    private void failed(Channel channel, JMSException failure) {
        if (channel == null || channel.session().getCoreSession().isClosed()) {
            link.down(Broker.explain(failure));
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
            throw stopped();
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

    private static JMSException stopped() {
        return new JMSException("the road is stopped");
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            discard();
            Closing.quietly(factory);
            link.closed();
        }
        underWay.forEach(each -> each.over(stopped()));
    }
}
