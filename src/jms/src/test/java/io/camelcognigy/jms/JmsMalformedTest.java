package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.junit.jupiter.api.Test;

/**
 * Hostile and malformed messages from a seeded generator: each ends as an answer on a queue that its sender may name, or
 * as a dead letter; none reaches another queue, none stops the road for those behind it.
 *
 * <p>For many: {@code ./mvnw test -Dtest=JmsMalformedTest -Dmessages=10000}.
 */
class JmsMalformedTest {

    private static final int MESSAGES = Integer.getInteger("messages", 300);
    private static final long SEED = Long.getLong("seed", 3);
    /** Small enough that nothing on the way holds much at once. */
    private static final int BATCH = 50;

    private static final List<String> DESTINATIONS = List.of(
            "queue://victim",
            "queue://chat.input",
            "queue://chat.dead-letter",
            "queue://chat.vip::victim",
            "topic://victim",
            "topic://chat.output",
            "temp-queue://victim",
            "temp-topic://victim",
            "queue://chat.output",
            "queue://chat.vip");
    private static final List<String> NAMES = List.of(
            "CamelCognigySessionKey",
            "camelcognigyuserid",
            "CamelJmsDestinationName",
            "CAMELJMSDESTINATIONNAME",
            "CamelJmsDestination",
            "jmsxgroupid",
            "jmsreplyto",
            "replyQueue",
            "road",
            "inputFormat",
            "contentType",
            "sessionKey",
            "JMSXGroupID",
            "chatLast",
            "deadLetterReason",
            "JMS_AMQP_ContentType",
            "x");
    private static final List<String> TEXTS = List.of(
            "hello",
            "",
            " ",
            "{",
            "{}",
            "{\"text\":7}",
            "{\"text\":\"hi\",\"data\":[]}",
            "{\"text\":\"hi\",\"userId\":\"victim\"}",
            "{\"text\":\"hi\",\"data\":{\"_cognigy\":{}}}",
            "{\"text\":\"\\ud800\"}",
            "\ud800",
            "${bean:routes}",
            "\u0000\u0001\u2028",
            "[".repeat(5_000),
            "{\"data\":".repeat(2_000));

    private final Random random = new Random(SEED);

    @Test
    void everyMessageEndsWhereItsSenderMaySendIt() throws Exception {
        try (EmbeddedArtemis artemis =
                        EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter", "chat.vip"));
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .bot((input, reply) -> {
                            reply.say("heard");
                            reply.finalPing();
                        })
                        .journalBound(100)
                        .start();
                JmsRoutes routes = new JmsRoutes(artemis, endpoint, 8);
                JmsProbe probe = new JmsProbe(artemis.url());
                Garbage garbage = new Garbage(artemis.url())) {
            Set<String> before = new TreeSet<>(artemis.queues());
            long ended = 0;
            for (int sent = 0; sent < MESSAGES; ) {
                int batch = Math.min(BATCH, MESSAGES - sent);
                for (int i = 0; i < batch; i++) {
                    if (random.nextInt(20) == 0) {
                        garbage.send(random);
                    } else {
                        probe.send("chat.input", message(probe), this::decorate);
                    }
                }
                sent += batch;
                await().atMost(Duration.ofSeconds(30)).until(() -> artemis.messageCount("chat.input") == 0);
                for (String queue : List.of("chat.output", "chat.vip", "chat.dead-letter")) {
                    ended += probe.drain(queue).size();
                }
            }
            assertThat(ended).isEqualTo(MESSAGES);
            assertThat(artemis.queues()).containsExactlyInAnyOrderElementsOf(before);
            assertThat(endpoint.journal().violations()).isEmpty();
            assertThat(Gadget.deserialized).isFalse();

            probe.ask("still here?", group("anna"));
            Queue output = probe.queue("chat.output");
            Message answer = probe.receive(output);
            assertThat(text(answer)).contains("heard");
            assertThat(property(answer, "JMSXGroupID")).isEqualTo("anna");
        }
        if (MESSAGES > 1_000) {
            System.gc();
            System.out.printf(
                    "%d messages, %d MB of heap after them%n",
                    MESSAGES,
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
    }

    private Message message(JmsProbe probe) {
        return probe.make(session -> switch (random.nextInt(12)) {
            case 0 -> session.createObjectMessage(new Gadget(random.nextInt(200)));
            case 1 -> bytes(session);
            case 2 -> session.createMapMessage();
            case 3 -> session.createStreamMessage();
            case 4 -> session.createMessage();
            case 5 -> session.createTextMessage();
            case 6 -> session.createTextMessage(noise(random.nextInt(3_000)));
            default -> session.createTextMessage(oneOf(TEXTS));
        });
    }

    private Message bytes(Session session) throws JMSException {
        var message = session.createBytesMessage();
        byte[] body = new byte[random.nextInt(3_000)];
        random.nextBytes(body);
        message.writeBytes(body);
        return message;
    }

    private void decorate(Message message) throws JMSException {
        if (random.nextInt(4) > 0) {
            message.setStringProperty("JMSXGroupID", "person-" + random.nextInt(20));
        }
        if (random.nextInt(4) == 0) {
            message.setJMSCorrelationID(noise(1 + random.nextInt(400)));
        }
        if (random.nextInt(3) == 0) {
            message.setJMSReplyTo(ActiveMQDestination.fromPrefixedName(oneOf(DESTINATIONS)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = oneOf(NAMES);
            switch (random.nextInt(4)) {
                case 0 -> message.setObjectProperty(name, random.nextLong());
                case 1 -> message.setStringProperty(name, noise(random.nextInt(300)));
                case 2 -> message.setStringProperty(name, null);
                default -> message.setStringProperty(name, "victim");
            }
        }
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
        }
        return noise.toString();
    }

    /** Says that it is a JMS text or object message, and is random bytes. */
    private static final class Garbage implements AutoCloseable {

        private static final byte[] KINDS = {0, 2, 3, 4, 5, 6, 42};

        private final ServerLocator locator;
        private final ClientSessionFactory factory;
        private final ClientSession session;

        Garbage(String url) throws Exception {
            locator = ActiveMQClient.createServerLocator(url);
            factory = locator.createSessionFactory();
            session = factory.createSession();
        }

        void send(Random random) throws Exception {
            ClientMessage message = session.createMessage(KINDS[random.nextInt(KINDS.length)], true);
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            message.getBodyBuffer().writeBytes(body);
            message.putBytesProperty("sessionKey", body);
            try (var producer = session.createProducer("chat.input")) {
                producer.send(message);
            }
        }

        @Override
        public void close() {
            factory.close();
            locator.close();
        }
    }
}
