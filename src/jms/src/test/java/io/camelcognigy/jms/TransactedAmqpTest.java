package io.camelcognigy.jms;

import io.camelcognigy.servers.EmbeddedArtemis;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With an Artemis by AMQP 1.0 and Qpid's client: as with any broker that speaks it. */
class TransactedAmqpTest extends TransactedRoad {

    private static EmbeddedArtemis artemis;

    @BeforeAll
    static void start() {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
    }

    @AfterAll
    static void stop() {
        artemis.close();
    }

    @Override
    ConnectionFactory factory() {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + artemis.port() + "?jms.prefetchPolicy.queuePrefetch=1");
    }

    @Override
    ConnectionFactory probing() {
        return factory();
    }

    @Override
    String artemisUrl() {
        return null;
    }

    @Override
    long messageCount(String queue) {
        return artemis.messageCount(queue);
    }
}
