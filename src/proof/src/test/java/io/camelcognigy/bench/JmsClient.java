package io.camelcognigy.bench;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The load on a bridge by JMS: says something in the queue {@code input} and waits for the answer in {@code output}. A
 * session is a message group.
 */
final class JmsClient implements Client {

    private static final String ANSWER = "\"text\":\"" + Script.TEXT + "\"";
    private static final String GROUP = "JMSXGroupID";

    private final String prefix;
    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final Map<String, Done> waiting = new ConcurrentHashMap<>();
    private int opened;

    /** @param prefix of the queues */
    JmsClient(String url, String prefix) throws JMSException {
        this.prefix = prefix;
        factory = new ActiveMQConnectionFactory(url);
        connection = factory.createConnection();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        producer = session.createProducer(session.createQueue(prefix + ".input"));
        // So that nobody waits here for the broker, which keeps nothing on a disk anyway.
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        listen("output", this::answered);
        listen("dead-letter", this::died);
        connection.start();
    }

    private void listen(String queue, MessageListener listener) throws JMSException {
        Session reading = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        reading.createConsumer(reading.createQueue(prefix + "." + queue)).setMessageListener(listener);
    }

    /** A session is open once it had an answer: the bridge may still be starting. */
    @Override
    public void open(int sessions) throws Exception {
        Turns.run(this, opened, sessions, 1);
        opened = Math.max(opened, sessions);
    }

    @Override
    public void turn(int number, Done done) {
        String key = prefix + "-" + number;
        waiting.put(key, done);
        try {
            synchronized (producer) {
                TextMessage said = session.createTextMessage(Script.TEXT);
                said.setStringProperty(GROUP, key);
                producer.send(said);
            }
        } catch (JMSException e) {
            over(key, e);
        }
    }

    private void answered(Message answer) {
        try {
            boolean right = answer.getBody(String.class).contains(ANSWER);
            over(answer.getStringProperty(GROUP), right ? null : new IllegalStateException("a wrong answer"));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void died(Message letter) {
        try {
            over(
                    letter.getStringProperty(GROUP),
                    new IllegalStateException("a dead letter: " + letter.getStringProperty("deadLetterReason")));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void over(String key, Throwable failure) {
        Done done = waiting.remove(key);
        if (done != null) {
            done.over(failure);
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        factory.close();
    }
}
