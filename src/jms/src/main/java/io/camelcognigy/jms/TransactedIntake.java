package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that take messages, each by a transacted session of its own, and each one message at a time, to its end. All share
 * one connection. A session whose transaction failed is thrown away, and its message comes again; so is the connection, where
 * no session can be made.
 */
final class TransactedIntake {

    /** Brings a message to its end: when it returns, the transaction is committed or rolled back. */
    interface Taker {
        void take(Message message, Transaction transaction) throws JMSException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(TransactedIntake.class);

    private static final long RECEIVE_MILLIS = 500;
    private static final long LOOK_MILLIS = 250;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long STOP_SECONDS = 5;

    private final SharedConnection connections;
    private final String queue;
    private final String road;
    private final Intention intention;
    private final Taker taker;
    private final List<Thread> threads = new ArrayList<>();

    TransactedIntake(SharedConnection connections, String queue, String road, Intention intention, Taker taker) {
        this.connections = connections;
        this.queue = queue;
        this.road = road;
        this.intention = intention;
        this.taker = taker;
    }

    void start(int sessions) {
        for (int i = 1; i <= sessions; i++) {
            Thread thread = new Thread(this::run, "chat-jms-" + road + "-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Gives back to the broker what is not committed. The intention must be closed before. */
    void close() throws InterruptedException {
        connections.close();
        // In a turn that has had its time, or in a client that waits for its broker.
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
    }

    private void run() {
        while (!intention.closed()) {
            Connection connection = null;
            boolean working = false;
            try {
                connection = connections.get();
                Connection mine = connection;
                try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                    Transaction transaction = Transaction.of(session, () -> connections.has(mine));
                    connections.works();
                    working = true;
                    takeBy(consumer, transaction);
                }
            } catch (InterruptedException e) {
                return;
            } catch (JMSException | RuntimeException e) {
                failed(connection, working, e);
            } catch (Error e) {
                LOG.error("{}: a thread that takes messages failed; its message comes again", road, e);
                failed(connection, working, e);
            }
        }
    }

    private void takeBy(MessageConsumer consumer, Transaction transaction) throws JMSException, InterruptedException {
        while (!intention.closed() && transaction.alive().getAsBoolean()) {
            if (!intention.takes()) {
                intention.await(LOOK_MILLIS);
                continue;
            }
            Message message = consumer.receive(RECEIVE_MILLIS);
            if (message != null) {
                taker.take(message, transaction);
            }
        }
    }

    private void failed(Connection connection, boolean working, Throwable failure) {
        if (intention.closed()) {
            return;
        }
        if (!working) {
            connections.lose(connection, failure);
        } else if (connections.has(connection)) {
            LOG.warn("{}: a message comes again, as its transaction failed: {}", road, PlainBroker.explain(failure));
        }
        try {
            intention.await(RECONNECT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
