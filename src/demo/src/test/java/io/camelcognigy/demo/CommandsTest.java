package io.camelcognigy.demo;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An input that closes its session is no words for the bot: what comes next begins on a connection of its own. One that resets
 * the flow says so to the bot. The same on each road whose inputs may be JSON.
 */
class CommandsTest {

    private static final String CLOSE = "{\"close\": true}";
    private static final String RESET = "{\"text\": \"again\", \"resetFlow\": true}";

    private static ConfigurableApplicationContext bridge;
    private static SimulatedEndpoint endpoint;

    @BeforeAll
    static void start() {
        String[] args = {
            "--embedded.kafka.port=0",
            "--embedded.jms.port=0",
            "--embedded.imap.port=0",
            "--embedded.smtp.port=0",
            "--embedded.endpoint.port=0",
            "--operate.port=0",
            "--operate.state-file=",
            "--camel.component.kafka.linger-ms=0"
        };
        bridge = DemoApplication.application(args).run(args);
        endpoint = bridge.getBean(SimulatedEndpoint.class);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void onKafka() {
        String brokers = bridge.getEnvironment().getProperty("kafka.brokers");
        try (KafkaProbe probe = new KafkaProbe(brokers, "chat.output", "chat.dead-letter")) {
            probe.send("chat.input", "anna", "hello");
            probe.send("chat.input", "anna", CLOSE, header("contentType", "application/json"));
            probe.send("chat.input", "anna", RESET, header("contentType", "application/json"));

            probe.awaitRecords("chat.output", 2);
            assertBegunAfresh("anna");
            assertThat(probe.records(record -> record.topic().equals("chat.dead-letter")))
                    .isEmpty();
        }
    }

    @Test
    void onJms() throws Exception {
        String url = bridge.getEnvironment().getProperty("jms.url");
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                JMSContext jms = factory.createContext()) {
            Queue input = jms.createQueue("chat.input");
            JMSProducer plain = jms.createProducer().setProperty("JMSXGroupID", "ben");
            JMSProducer json = jms.createProducer()
                    .setProperty("JMSXGroupID", "ben")
                    .setProperty("contentType", "application/json");
            plain.send(input, "hello");
            json.send(input, CLOSE);
            json.send(input, RESET);

            await().until(() -> endpoint.journal().inputs("jms~ben").size() == 2);
            assertBegunAfresh("jms~ben");
        }
    }

    private static void assertBegunAfresh(String sessionId) {
        assertThat(endpoint.journal().inputs(sessionId))
                .extracting(input -> input.text() + " " + input.resetFlow())
                .containsExactly("hello false", "again true");
        assertThat(endpoint.journal().handshakes())
                .filteredOn(handshake -> sessionId.equals(handshake.sessionId()))
                .hasSize(2);
    }
}
