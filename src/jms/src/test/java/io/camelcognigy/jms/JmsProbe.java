package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A plain JMS client for tests, on one thread. */
public final class JmsProbe implements AutoCloseable {

    /** The probe throws unchecked: a test that cannot talk to its broker has failed. */
    public interface Making<T> {
        T with(Session session) throws JMSException;
    }

    public interface Step {
        void on(Message message) throws JMSException;
    }

    private static final long PATIENCE = 10_000;

    private final ConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final Map<Queue, MessageConsumer> consumers = new HashMap<>();

    /** @param url of an Artemis */
    public JmsProbe(String url) {
        this(new ActiveMQConnectionFactory(url));
    }

    /** @param factory closed with the probe, where it can be */
    public JmsProbe(ConnectionFactory factory) {
        this.factory = factory;
        try {
            connection = factory.createConnection();
            connection.start();
            session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            producer = session.createProducer(null);
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T make(Making<T> making) {
        try {
            return making.with(session);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    public Queue queue(String name) {
        return make(any -> any.createQueue(name));
    }

    public Queue temporaryQueue() {
        return make(Session::createTemporaryQueue);
    }

    /** Sends a text to {@code chat.input}. Returns its JMSMessageID. */
    public String ask(String text, Step... steps) {
        return send("chat.input", make(any -> any.createTextMessage(text)), steps);
    }

    public String send(String queue, Message message, Step... steps) {
        try {
            for (Step step : steps) {
                step.on(message);
            }
            producer.send(queue(queue), message);
            return message.getJMSMessageID();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Step group(String name) {
        return message -> message.setStringProperty("JMSXGroupID", name);
    }

    public static Step property(String name, String value) {
        return message -> message.setStringProperty(name, value);
    }

    public static Step correlationId(String id) {
        return message -> message.setJMSCorrelationID(id);
    }

    public static Step replyTo(Queue queue) {
        return message -> message.setJMSReplyTo(queue);
    }

    /** The next message on the queue. */
    public Message receive(Queue queue) {
        Message message = receiveOrNull(queue, PATIENCE);
        if (message == null) {
            throw new AssertionError("nothing came on " + queue + " within " + PATIENCE + " ms");
        }
        return message;
    }

    public Message receiveOrNull(Queue queue, long millis) {
        return make(any -> {
            MessageConsumer consumer = consumers.get(queue);
            if (consumer == null) {
                consumer = any.createConsumer(queue);
                consumers.put(queue, consumer);
            }
            return consumer.receive(millis);
        });
    }

    public List<Message> receive(Queue queue, int count) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(receive(queue));
        }
        return messages;
    }

    /** Takes what lies on the queue. */
    public List<Message> drain(String queue) {
        List<Message> messages = new ArrayList<>();
        Message message = receiveOrNull(queue(queue), 100);
        while (message != null) {
            messages.add(message);
            message = receiveOrNull(queue(queue), 100);
        }
        return messages;
    }

    public static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String property(Message message, String name) {
        try {
            return message.getStringProperty(name);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String correlationId(Message message) {
        try {
            return message.getJMSCorrelationID();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
            if (factory instanceof ActiveMQConnectionFactory artemis) {
                artemis.close();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
