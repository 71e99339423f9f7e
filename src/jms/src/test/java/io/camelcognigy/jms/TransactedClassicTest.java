package io.camelcognigy.jms;

import jakarta.jms.ConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With an ActiveMQ Classic, in a JVM of its own. */
class TransactedClassicTest extends TransactedRoad {

    private static ClassicBroker classic;

    @BeforeAll
    static void start() {
        classic = ClassicBroker.start();
    }

    @AfterAll
    static void stop() {
        classic.close();
    }

    @Override
    ConnectionFactory factory() {
        return classic.factory();
    }

    @Override
    ConnectionFactory probing() {
        return classic.factory();
    }

    @Override
    String artemisUrl() {
        return null;
    }

    @Override
    long messageCount(String queue) {
        return classic.messageCount(queue);
    }
}
