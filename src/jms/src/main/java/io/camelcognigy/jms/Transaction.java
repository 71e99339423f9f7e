package io.camelcognigy.jms;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.function.BooleanSupplier;

/**
 * A session's transaction: the message that it took, and all that is sent for it, are kept together or not at all. For one
 * thread.
 *
 * @param alive whether its connection still stands, as far as is known
 */
record Transaction(Session session, MessageProducer producer, BooleanSupplier alive) {

    static Transaction of(Session session, BooleanSupplier alive) throws JMSException {
        MessageProducer producer = session.createProducer(null);
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        return new Transaction(session, producer, alive);
    }

    void send(String queue, Message message) throws JMSException {
        producer.send(session.createQueue(queue), message);
    }

    void send(Destination destination, Message message) throws JMSException {
        producer.send(destination, message);
    }

    void commit() throws JMSException {
        session.commit();
    }

    /** The message is the broker's again, which delivers it anew. */
    void rollback() throws JMSException {
        session.rollback();
    }
}
