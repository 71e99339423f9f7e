package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take messages from the broker: each has a session and a consumer of its own, all share one connection.
 * A lost connection is made anew, which makes void what came by the old one.
 *
 * <p>Sessions and consumers are closed by {@link #close} only. Until then what was taken can be acknowledged, also while
 * nothing more is taken: a consumer that is closed too early acknowledges nothing.
 */
final class Intake {

    /** Who takes messages; may wait for room. */
    interface Taker {
        void take(Delivery delivery) throws JMSException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private static final long RECEIVE_MILLIS = 500;
    private static final long LOOK_MILLIS = 250;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long STOP_SECONDS = 5;

    private final Broker broker;
    private final ActiveMQConnectionFactory factory;
    private final String queue;
    private final String name;
    private final BooleanSupplier reachable;
    private final Taker taker;
    private final Link link;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object connecting = new Object();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean paused;
    private Connection current;
    private boolean holding;

    /**
     * @param name of the road, for the log
     * @param maxBody bytes; larger bodies are not read into the memory
     * @param reachable whether somebody can be asked; while not, nothing is taken
     */
    Intake(Broker broker, String queue, String name, int maxBody, BooleanSupplier reachable, Taker taker, Link link) {
        this.broker = broker;
        this.factory = broker.receiving(maxBody);
        this.queue = queue;
        this.name = name;
        this.reachable = reachable;
        this.taker = taker;
        this.link = link;
    }

    void start(int consumers) {
        for (int i = 1; i <= consumers; i++) {
            Thread thread = new Thread(this::run, "chat-jms-" + name + "-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Takes no more. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /** Gives back to the broker what is not acknowledged. Idempotent. */
    void close() {
        closing.countDown();
        lose(connection(), null);
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Closing.quietly(factory);
        link.closed();
    }

    private void run() {
        while (!closed()) {
            Connection connection = null;
            try {
                connection = connect();
                takeBy(connection);
            } catch (InterruptedException e) {
                return;
            } catch (JMSException | RuntimeException e) {
                lose(connection, e);
                waitFor(RECONNECT_MILLIS);
            } catch (Error e) {
                LOG.error("{}: a thread that takes messages failed; it connects again", name, e);
                lose(connection, e);
                waitFor(RECONNECT_MILLIS);
            }
        }
    }

    private void takeBy(Connection connection) throws JMSException, InterruptedException {
        Inlet inlet = new Inlet(connection, factory, queue);
        link.up(broker.shown());
        while (!closed()) {
            Delivery delivery = null;
            if (paused || held()) {
                inlet.rest();
                waitFor(LOOK_MILLIS);
            } else {
                delivery = inlet.receive(RECEIVE_MILLIS);
            }
            if (delivery != null) {
                taker.take(delivery);
            } else if (inlet.isClosed()) {
                throw new JMSException("the connection is closed");
            }
        }
    }

    private synchronized boolean held() {
        boolean hold = !reachable.getAsBoolean();
        if (hold != holding) {
            holding = hold;
            LOG.info(
                    hold ? "{}: takes no more, as the bot cannot be reached" : "{}: goes on, the bot can be reached",
                    name);
        }
        return hold;
    }

    /** Connects if nobody has; the others wait for it. */
    private Connection connect() throws JMSException {
        synchronized (connecting) {
            Connection there = connection();
            if (there != null) {
                return there;
            }
            // Who failed before is listened to for longer.
            broker.refuseForeign(link.trouble() == null ? 300 : 1_000);
            Connection made = factory.createConnection();
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

    private synchronized void admit(Connection made) throws JMSException {
        if (closed()) {
            throw new JMSException("the road is stopped");
        }
        current = made;
    }

    private synchronized Connection connection() {
        return current;
    }

    /** @param why null if it is closed on purpose */
    private void lose(Connection lost, Throwable why) {
        synchronized (this) {
            if (lost != current) {
                return;
            }
            current = null;
        }
        if (why != null && !closed()) {
            link.down(Broker.explain(why));
        }
        if (lost != null) {
            Closing.quietly(lost);
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void waitFor(long millis) {
        try {
            closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
