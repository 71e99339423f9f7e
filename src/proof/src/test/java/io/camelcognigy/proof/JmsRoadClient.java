package io.camelcognigy.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.servers.EmbeddedArtemis;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Sends with the stamp's key as message group, and reads {@code chat.output}. */
final class JmsRoadClient implements RoadClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedArtemis artemis;
    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    JmsRoadClient(EmbeddedArtemis artemis) {
        this.artemis = artemis;
        factory = new ActiveMQConnectionFactory(artemis.url());
        try {
            connection = factory.createConnection();
            session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            producer = session.createProducer(session.createQueue("chat.input"));
            Session reading = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            reading.createConsumer(reading.createQueue("chat.output")).setMessageListener(this::read);
            connection.start();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void send(Stamp stamp) {
        try {
            TextMessage message = session.createTextMessage(stamp.toString());
            message.setStringProperty("JMSXGroupID", stamp.key());
            message.setJMSCorrelationID(stamp.toString());
            producer.send(message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(Message message) {
        try {
            answers.add(message.getBody(String.class));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Stamp> answered() {
        return answers.stream()
                .map(JmsRoadClient::words)
                .map(Stamp::findAll)
                .flatMap(List::stream)
                .toList();
    }

    private static String words(String envelope) {
        try {
            return JSON.readTree(envelope).path("text").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came, as it came. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    @Override
    public int deadLetters() {
        return (int) artemis.messageCount("chat.dead-letter");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        } finally {
            factory.close();
        }
    }
}
