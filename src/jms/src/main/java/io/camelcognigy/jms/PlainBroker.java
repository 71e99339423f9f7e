package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/**
 * A broker of whatever kind, reached by nothing but the JMS API.
 *
 * @param factory the application's; not closed here
 * @param user may be null or empty: then the factory knows, or nobody asks
 */
record PlainBroker(ConnectionFactory factory, String user, String password) implements Dialling {

    @Override
    public Connection connect() throws JMSException {
        return user == null || user.isEmpty()
                ? factory.createConnection()
                : factory.createConnection(user, password == null ? "" : password);
    }

    /** For logs: whose client it is. Its address is a property of the factory, and may hold a password. */
    String shown() {
        return factory.getClass().getSimpleName();
    }

    /** Why something failed, in a line; without what an address may end in. */
    static String explain(Throwable failure) {
        return Broker.explain(failure).replaceAll("[?;][^\\s,)]*", "");
    }

    @Override
    public String toString() {
        return "PlainBroker[" + shown() + "]";
    }
}
