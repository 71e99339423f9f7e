package io.camelcognigy.app.jms;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jms.connection.SingleConnectionFactory;

/**
 * The one JMS connection of the bridge, to {@code jms.url}. Camel's JMS component finds it by its type; it connects when
 * the first route does, and again after a loss.
 */
@Configuration(proxyBeanMethods = false)
class JmsConnection {

    @Bean
    ConnectionFactory jmsConnectionFactory(Environment environment) {
        String url = environment.getProperty("jms.url", "").strip();
        ActiveMQConnectionFactory artemis =
                new ActiveMQConnectionFactory(url.isEmpty() ? "tcp://127.0.0.1:61616" : url);
        String user = environment.getProperty("jms.user", "");
        if (!user.isEmpty()) {
            artemis.setUser(user);
            artemis.setPassword(environment.getProperty("jms.password", ""));
        }
        // What jms.turns lets nobody take yet stays in the broker, not in a buffer of a consumer.
        artemis.setConsumerWindowSize(0);
        // Nothing here deserializes; if something ever did, no class is allowed.
        artemis.setDeserializationDenyList("*");
        artemis.setIncomingInterceptorList(ReadableMessages.class.getName());
        SingleConnectionFactory shared = new SingleConnectionFactory(artemis);
        shared.setReconnectOnException(true);
        return shared;
    }
}
