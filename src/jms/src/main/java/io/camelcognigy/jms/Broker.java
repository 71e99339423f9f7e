package io.camelcognigy.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The Artemis broker of a road: how to connect to it, to receive and to send. Two factories, as the connections differ in
 * what a loss means.
 *
 * @param user may be null or empty
 */
record Broker(String url, String user, String password) {

    /** Bytes of what is sent, by one session, that the client keeps until the broker has confirmed them. */
    private static final int CONFIRMATION_WINDOW = 256 * 1024;

    private static final Pattern ADDRESS = Pattern.compile("//(\\[[^]]+]|[^:/?#,]+):(\\d+)");

    /** @param maxBody bytes; larger bodies are not read into the memory */
    ActiveMQConnectionFactory receiving(int maxBody) {
        ActiveMQConnectionFactory artemis = artemis();
        // What nobody may take yet stays in the broker, not in a buffer of a consumer.
        artemis.setConsumerWindowSize(0);
        // A loss closes the sessions, and so makes void what came by them; the road connects again, not the client.
        artemis.setReconnectAttempts(0);
        // Nothing here deserializes; if something ever did, no class is allowed.
        artemis.setDeserializationDenyList("*");
        artemis.getServerLocator().addIncomingInterceptor(new ReadableMessages(maxBody));
        return artemis;
    }

    /** For transacted sessions, which lose what they have not committed when they lose their connection. */
    ActiveMQConnectionFactory transacted() {
        ActiveMQConnectionFactory artemis = artemis();
        artemis.setConsumerWindowSize(0);
        artemis.setReconnectAttempts(0);
        artemis.setDeserializationDenyList("*");
        return artemis;
    }

    ActiveMQConnectionFactory sending() {
        ActiveMQConnectionFactory artemis = artemis();
        // Without it the client takes whatever it has written for stored, where nobody waits for the broker.
        artemis.setConfirmationWindowSize(CONFIRMATION_WINDOW);
        return artemis;
    }

    /** For one who comes, looks and goes. */
    Dialling dialling(int maxBody) {
        ActiveMQConnectionFactory artemis = receiving(maxBody);
        return new Dialling() {
            @Override
            public Connection connect() throws JMSException {
                return artemis.createConnection();
            }

            @Override
            public void close() {
                artemis.close();
            }
        };
    }

    /** For logs: without what an address may end in, passwords of key stores for one. */
    String shown() {
        return url.split("[?;#]", 2)[0];
    }

    /**
     * Looks whether it is a broker of another kind, by which Artemis' client would be irritated for half a minute.
     *
     * @param patienceMillis for its greeting
     * @throws JMSException that names it
     */
    void refuseForeign(int patienceMillis) throws JMSException {
        Matcher address = ADDRESS.matcher(url);
        if (address.find()
                && ForeignBroker.speaksOpenWire(address.group(1), Integer.parseInt(address.group(2)), patienceMillis)) {
            throw new JMSException(shown() + " is an ActiveMQ Classic; this road needs an ActiveMQ Artemis");
        }
    }

    /** Why something failed, in a line without secrets. */
    static String explain(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || failure.getClass() != JMSException.class) {
            message = failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        }
        return message.replaceAll("\\s+", " ");
    }

    private ActiveMQConnectionFactory artemis() {
        ActiveMQConnectionFactory artemis = new ActiveMQConnectionFactory(url);
        if (user != null && !user.isEmpty()) {
            artemis.setUser(user);
            artemis.setPassword(password == null ? "" : password);
        }
        return artemis;
    }

    @Override
    public String toString() {
        return "Broker[" + shown() + "]";
    }
}
