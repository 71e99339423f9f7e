package io.camelcognigy.jms;

import io.camelcognigy.servers.EmbeddedArtemis;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With an Artemis by its own client, which needs no class to be named. */
class TransactedArtemisTest extends TransactedRoad {

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
        return null;
    }

    @Override
    ConnectionFactory probing() {
        return new ActiveMQConnectionFactory(artemis.url());
    }

    @Override
    String artemisUrl() {
        return artemis.url();
    }

    @Override
    long messageCount(String queue) {
        return artemis.messageCount(queue);
    }
}
