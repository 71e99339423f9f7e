package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** Sends by the JMS API alone, one message after the other: people are told unasked now and then. */
final class PlainSender implements MessageSender {

    private final SharedConnection connection;

    PlainSender(PlainBroker broker, Link link) {
        this.connection = new SharedConnection(broker, link);
    }

    @Override
    public synchronized void send(String queue, Sender.Making making) throws JMSException {
        Connection current = null;
        try {
            current = connection.get();
            try (Session session = current.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                producer.send(making.with(session));
            }
            connection.works();
        } catch (JMSException e) {
            connection.lose(current, e);
            throw e;
        }
    }

    /** Not behind one that waits for its broker. */
    @Override
    public void close() {
        connection.close();
    }
}
