package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;

/** One connection for many sessions: made when it is first needed, and made anew after a loss. Thread-safe. */
final class SharedConnection implements AutoCloseable {

    private final PlainBroker broker;
    private final Link link;
    private final Object connecting = new Object();
    private Connection current;
    private boolean closed;

    SharedConnection(PlainBroker broker, Link link) {
        this.broker = broker;
        this.link = link;
    }

    /** Connects if nobody has; the others wait for it. */
    Connection get() throws JMSException {
        synchronized (connecting) {
            Connection there = current();
            if (there != null) {
                return there;
            }
            Connection made = broker.connect();
            try {
                made.setExceptionListener(failure -> lose(made, failure));
                made.start();
                admit(made);
                return made;
            } catch (JMSException | RuntimeException e) {
                Closing.quietly(made);
                throw e;
            }
        }
    }

    /** Sessions of it can be made and used, as far as is known. */
    void works() {
        link.up(broker.shown());
    }

    synchronized boolean has(Connection connection) {
        return connection == current;
    }

    /** It is of no more use; the next who asks connects anew. */
    void lose(Connection lost, Throwable why) {
        synchronized (this) {
            if (closed || lost != current) {
                return;
            }
            current = null;
        }
        link.down(PlainBroker.explain(why));
        if (lost != null) {
            Closing.quietly(lost);
        }
    }

    private synchronized void admit(Connection made) throws JMSException {
        if (closed) {
            throw new JMSException("the road is stopped");
        }
        current = made;
    }

    private synchronized Connection current() {
        return current;
    }

    /** All sessions end with it: what they have not committed is the broker's again. Idempotent. */
    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            closed = true;
            last = current;
            current = null;
        }
        if (last != null) {
            Closing.quietly(last);
        }
        link.closed();
    }
}
