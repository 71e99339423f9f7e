package io.camelcognigy.bridge;

import io.camelcognigy.jms.ReadableMessages;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.SingleConnectionFactory;

/**
 * The two JMS connections of the bridge, to {@code jms.url}: one to receive and acknowledge, one to send. Each connects
 * when the first route needs it, and again after a loss.
 *
 * <p>They are two because Spring lets a listener's thread send by its listener's session, where that is of the same
 * connection factory. Here other threads acknowledge by that session meanwhile, and Artemis' sessions cannot do both.
 */
@Configuration(proxyBeanMethods = false)
public class JmsConnection {

    @Bean
    public SingleConnectionFactory jmsReceiving(Environment environment) {
        ActiveMQConnectionFactory artemis = artemis(environment);
        // What jms.turns lets nobody take yet stays in the broker, not in a buffer of a consumer.
        artemis.setConsumerWindowSize(0);
        // A loss closes the sessions, and so makes void what came by them; the listeners connect again, not the client.
        artemis.setReconnectAttempts(0);
        // Nothing here deserializes; if something ever did, no class is allowed.
        artemis.setDeserializationDenyList("*");
        artemis.setIncomingInterceptorList(ReadableMessages.class.getName());
        SingleConnectionFactory connection = new SingleConnectionFactory(artemis);
        connection.setReconnectOnException(true);
        return connection;
    }

    @Bean
    public CachingConnectionFactory jmsSending(Environment environment) {
        CachingConnectionFactory connection = new CachingConnectionFactory(artemis(environment));
        // As many as threads send at once, in routes/jms.yaml: answers, and what the bot says unasked.
        connection.setSessionCacheSize(16);
        // Each would be kept for good, and every reply queue needs another.
        connection.setCacheProducers(false);
        return connection;
    }

    private static ActiveMQConnectionFactory artemis(Environment environment) {
        String url = environment.getProperty("jms.url", "").strip();
        ActiveMQConnectionFactory artemis =
                new ActiveMQConnectionFactory(url.isEmpty() ? "tcp://127.0.0.1:61616" : url);
        String user = environment.getProperty("jms.user", "");
        if (!user.isEmpty()) {
            artemis.setUser(user);
            artemis.setPassword(environment.getProperty("jms.password", ""));
        }
        return artemis;
    }
}
