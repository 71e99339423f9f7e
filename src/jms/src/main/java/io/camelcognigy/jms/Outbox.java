package io.camelcognigy.jms;

import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession.AddressQuery;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * Messages that go to one queue. One thread at a time sends them, and takes along what comes meanwhile: so they share the
 * question whether the queue is there, and a queue that takes nothing holds up no thread but that one.
 */
final class Outbox {

    /**
     * Within that time the broker is not asked again whether a named queue is there. A broker that gets something for a queue
     * that is gone may make it anew, refuse it or drop it: so the time is short. For temporary queues, which go any moment,
     * there is none.
     */
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String queue;
    private final SimpleString address;
    private final LongSupplier nanoTime;
    private List<Outgoing> waiting = new ArrayList<>();
    private boolean busy;

    /** Of the thread that sends. */
    private boolean there;

    private long askedAt;

    Outbox(String queue, LongSupplier nanoTime) {
        this.queue = queue;
        this.address = SimpleString.of(queue);
        this.nanoTime = nanoTime;
    }

    /** Returns whether it needs a thread that sends. */
    synchronized boolean add(Outgoing message) {
        waiting.add(message);
        boolean alone = !busy;
        busy = true;
        return alone;
    }

    /** All that wait now; the thread that gets none is done. */
    synchronized List<Outgoing> next() {
        List<Outgoing> next = waiting;
        waiting = new ArrayList<>();
        busy = !next.isEmpty();
        return next;
    }

    synchronized boolean isIdle() {
        return !busy;
    }

    /**
     * A destination of its own each time: Artemis' client looks once for each whether the queue is there, and makes it if it
     * may. Where it is known to be, the client need not look.
     */
    ActiveMQDestination destination(ActiveMQSession session) throws JMSException, RejectedRecordException {
        ActiveMQDestination destination = ActiveMQDestination.createQueue(queue);
        if (ReplyQueues.isTemporary(queue)) {
            ReplyQueues.requireTemporary(queue, session);
            destination.setCreated(true);
        } else {
            destination.setCreated(isThere(session));
        }
        return destination;
    }

    private boolean isThere(ActiveMQSession session) throws JMSException {
        long now = nanoTime.getAsLong();
        if (!there || now - askedAt >= KEPT_NANOS) {
            there = false;
            there = found(session);
            askedAt = now;
        }
        return there;
    }

    private boolean found(ActiveMQSession session) throws JMSException {
        try {
            AddressQuery query = session.getCoreSession().addressQuery(address);
            return query.isExists()
                    && query.isSupportsAnycast()
                    && query.getQueueNames().contains(address);
        } catch (ActiveMQException e) {
            throw (JMSException) new JMSException("the broker does not say whether a queue exists").initCause(e);
        }
    }
}
