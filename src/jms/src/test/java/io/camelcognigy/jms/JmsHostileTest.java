package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender of JMS messages chooses its words and, among the allowed, its reply queue. It steers nothing else. */
class JmsHostileTest {

    private static EmbeddedArtemis artemis;
    private static SimulatedEndpoint endpoint;
    private static JmsRoutes routes;

    private JmsProbe probe;
    private Queue output;
    private Queue deadLetters;

    @BeforeAll
    static void start() throws Exception {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter", "chat.vip"));
        endpoint = SimulatedEndpoint.builder().start();
        routes = new JmsRoutes(artemis, endpoint, 4);
    }

    @AfterAll
    static void stop() {
        routes.close();
        endpoint.close();
        artemis.close();
    }

    @BeforeEach
    void connect() {
        probe = new JmsProbe(artemis.url());
        output = probe.queue("chat.output");
        deadLetters = probe.queue("chat.dead-letter");
        endpoint.journal().clear();
        Gadget.deserialized = false;
    }

    @AfterEach
    void disconnect() {
        List<Message> left = new ArrayList<>(probe.drain("chat.output"));
        left.addAll(probe.drain("chat.dead-letter"));
        left.addAll(probe.drain("chat.vip"));
        // First: its consumers would take what belongs to the next test.
        probe.close();
        assertThat(left).isEmpty();
        assertThat(artemis.queues()).doesNotContain("victim");
        assertThat(endpoint.journal().violations()).isEmpty();
    }

    private static JmsProbe.Step hostileProperties() {
        return message -> {
            for (String name : List.of(
                    "CamelCognigySessionKey",
                    "cAMELcOGNIGYsESSIONkEY",
                    "CamelCognigyUserId",
                    "CAMELCOGNIGYUSERID",
                    "CamelCognigyTyping",
                    "CamelCognigyTurnId",
                    "CamelCognigyEvent",
                    "CamelJmsDestinationName",
                    "cameljmsdestinationname",
                    "CamelJmsDestination",
                    "CamelKafkaOverrideTopic",
                    "CamelSplitIndex",
                    "jmsxgroupid",
                    "jmscorrelationid",
                    "jmsreplyto",
                    "SessionKey",
                    "inputFormat",
                    "replyQueue",
                    "replyqueue",
                    "replyTopic",
                    "road",
                    "chatTurn",
                    "chatLast",
                    "deadLetterReason",
                    "JMSXUserID")) {
                message.setStringProperty(name, "victim");
            }
        };
    }

    @Test
    void noPropertySteersCamelOrTheComponent() throws Exception {
        String id = probe.ask("hello", group("anna"), hostileProperties());

        Message answer = probe.receive(output);
        assertThat(text(answer)).contains("\"sessionKey\":\"anna\"").contains("You said: hello");
        assertThat(correlationId(answer)).isEqualTo(id);
        List<String> names = Collections.list(castNames(answer));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "chatType",
                        "chatVersion",
                        "chatAgent",
                        "chatSource",
                        "chatUnsolicited",
                        "chatTurn",
                        "chatPart",
                        "chatLast",
                        "JMSXGroupID",
                        "JMSXDeliveryCount");
        assertThat(property(answer, "chatTurn")).isNotEqualTo("victim");
        assertThat(property(answer, "JMSXGroupID")).isEqualTo("anna");
        assertThat(endpoint.journal().inputs())
                .singleElement()
                .extracting(ReceivedInput::sessionId, ReceivedInput::userId)
                .containsExactly("jms~anna", "jms~anna");
    }

    @SuppressWarnings("unchecked")
    private static Enumeration<String> castNames(Message message) throws Exception {
        return message.getPropertyNames();
    }

    @Test
    void aDeadLetterKeepsThePropertiesOfItsMessageAndObeysNone() {
        probe.ask("hello", hostileProperties());

        Message letter = probe.receive(deadLetters);
        assertThat(property(letter, "deadLetterReason")).isEqualTo("BRIDGE-NO-KEY");
        assertThat(property(letter, "CamelJmsDestinationName")).isEqualTo("victim");
        assertThat(property(letter, "jmsxgroupid")).isEqualTo("victim");
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    /** A message can claim that any destination is a temporary queue. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue://victim",
                "queue://chat.input",
                "queue://chat.dead-letter",
                "queue://CHAT.VIP",
                "queue://chat.vip,chat.output",
                "queue://chat.vip::victim",
                "queue://temporary",
                "queue://topic:chat.vip",
                "queue://activemq.management",
                "queue://${body}",
                "topic://chat.output",
                "topic://00000000-0000-0000-0000-000000000000",
                "temp-queue://victim",
                "temp-queue://chat.input",
                "temp-topic://00000000-0000-0000-0000-000000000000"
            })
    void aForbiddenReplyQueueMakesADeadLetterAndNoTurn(String destination) {
        probe.ask(
                "hello",
                group("anna"),
                message -> message.setJMSReplyTo(ActiveMQDestination.fromPrefixedName(destination)));

        assertThat(property(probe.receive(deadLetters), "deadLetterReason")).isEqualTo("BRIDGE-REPLY-QUEUE");
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    @Test
    void aReplyQueueOnTheListIsHonoured() {
        Queue vip = probe.queue("chat.vip");
        probe.ask("hello", group("anna"), replyTo(vip));

        assertThat(text(probe.receive(vip))).contains("You said: hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 300_000})
    void anObjectMessageIsRefusedAndNeverDeserialized(int size) throws Exception {
        Queue replies = probe.temporaryQueue();
        probe.send(
                "chat.input",
                probe.make(session -> session.createObjectMessage(new Gadget(size))),
                group("anna"),
                replyTo(replies));

        Message letter = probe.receive(deadLetters);
        assertThat(property(letter, "deadLetterReason")).isEqualTo("BRIDGE-NO-TEXT");
        assertThat(endpoint.journal().inputs()).isEmpty();
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(Gadget.deserialized).isFalse();
        // The mark works, and the body came through as it was.
        assertThat(((Gadget) ((ObjectMessage) letter).getObject()).size()).isEqualTo(size);
        assertThat(Gadget.deserialized).isTrue();
    }

    @Test
    void theConnectionItselfLetsNoObjectBeDeserialized() throws Exception {
        probe.send("chat.vip", probe.make(session -> session.createObjectMessage(new Gadget(10))));

        try (var factory = new Broker(artemis.url(), null, null).receiving(1000);
                var connection = factory.createConnection();
                Session session = connection.createSession()) {
            connection.start();
            var consumer = session.createConsumer(session.createQueue("chat.vip"));
            Message message = consumer.receive(5_000);
            assertThat(message).isInstanceOf(ObjectMessage.class);
            assertThat(catchThrowable(((ObjectMessage) message)::getObject)).isNotNull();
            consumer.close();
        }
        assertThat(Gadget.deserialized).isFalse();
    }

    @Test
    void aSessionKeyThatIsNoTextIsRefused() {
        probe.ask("hello", group("anna\ud800"));

        assertThat(property(probe.receive(deadLetters), "deadLetterReason")).isEqualTo("BRIDGE-BAD-KEY");
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    @Test
    void onlyTextIsTaken() {
        List<Message> messages = new ArrayList<>();
        messages.add(probe.make(session -> {
            var bytes = session.createBytesMessage();
            bytes.writeUTF("hello");
            return bytes;
        }));
        messages.add(probe.make(session -> {
            var map = session.createMapMessage();
            map.setString("text", "hello");
            return map;
        }));
        messages.add(probe.make(session -> {
            var stream = session.createStreamMessage();
            stream.writeString("hello");
            return stream;
        }));
        messages.add(probe.make(Session::createMessage));
        messages.forEach(message -> probe.send("chat.input", message, group("anna")));
        assertThat(probe.receive(deadLetters, messages.size()))
                .extracting(letter -> property(letter, "deadLetterReason"))
                .containsOnly("BRIDGE-NO-TEXT");

        probe.send("chat.input", probe.make(Session::createTextMessage), group("anna"));
        assertThat(property(probe.receive(deadLetters), "deadLetterReason")).isEqualTo("BRIDGE-NO-VALUE");
        assertThat(endpoint.journal().inputs()).isEmpty();
    }
}
