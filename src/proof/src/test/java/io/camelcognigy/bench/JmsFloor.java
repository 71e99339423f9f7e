package io.camelcognigy.bench;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The floor of a bridge by JMS: the same transport between a plain consumer and a plain producer in one session, with
 * Artemis' own defaults but for the broker's confirmations. It keeps the order of a key, and acknowledges a message, alone, when the broker has said that it
 * has the answer; no thread waits for that. No bounds and no dead letters; it gives up at the first failure.
 */
final class JmsFloor {

    /** That of the bridge, in bytes. */
    private static final int CONFIRMATION_WINDOW = 256 * 1024;

    private final String url;
    private final String queues;
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final FloorConversations conversations;
    private final FloorEnvelope envelope = new FloorEnvelope();
    private Session session;
    private MessageProducer producer;

    /** @param queues the prefix of its queues */
    JmsFloor(String url, String endpointUrl, String queues) {
        this.url = url;
        this.queues = queues;
        this.conversations = new FloorConversations(endpointUrl, failed::completeExceptionally);
    }

    /** Serves until something fails. */
    void run() throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url)) {
            // Without it the client takes for stored what it has only written.
            factory.setConfirmationWindowSize(CONFIRMATION_WINDOW);
            run(factory);
        }
    }

    private void run(ActiveMQConnectionFactory factory) throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.setExceptionListener(failed::completeExceptionally);
            session = connection.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
            producer = session.createProducer(session.createQueue(queues + ".output"));
            session.createConsumer(session.createQueue(queues + ".input")).setMessageListener(this::take);
            connection.start();
            failed.get();
        }
    }

    private void take(Message said) {
        try {
            String key = said.getStringProperty("JMSXGroupID");
            conversations.ask(key, said.getBody(String.class), answer -> answer(said, key, answer));
        } catch (JMSException e) {
            failed.completeExceptionally(e);
        }
    }

    private void answer(Message said, String key, String text) {
        try {
            synchronized (this) {
                TextMessage answer = session.createTextMessage(envelope.of(key, text));
                answer.setStringProperty("JMSXGroupID", key);
                answer.setJMSCorrelationID(said.getJMSMessageID());
                producer.send(answer, new Stored(said));
            }
        } catch (JMSException e) {
            failed.completeExceptionally(e);
        }
    }

    private final class Stored implements CompletionListener {

        private final Message said;

        Stored(Message said) {
            this.said = said;
        }

        @Override
        public void onCompletion(Message answer) {
            try {
                synchronized (JmsFloor.this) {
                    said.acknowledge();
                }
            } catch (JMSException e) {
                failed.completeExceptionally(e);
            }
        }

        @Override
        public void onException(Message answer, Exception failure) {
            failed.completeExceptionally(failure);
        }
    }
}
