package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the broker fails, a message is delivered again or waits; it is neither lost nor taken for a dead letter. */
class JmsFaultTest {

    private static final String BLOCKING =
            "{\"maxSizeBytes\":1000,\"pageSizeBytes\":500,\"addressFullMessagePolicy\":\"BLOCK\"}";

    private final java.util.Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private EmbeddedArtemis artemis;
    private SimulatedEndpoint endpoint;
    private JmsProbe probe;
    private JmsRoutes routes;

    @BeforeEach
    void start() throws Exception {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> waiting.add(() -> {
                    reply.say("heard " + input.text());
                    reply.finalPing();
                }))
                .start();
        probe = new JmsProbe(artemis.url());
        routes = new JmsRoutes(artemis, endpoint, 2);
    }

    @AfterEach
    void stop() {
        routes.close();
        probe.close();
        endpoint.close();
        artemis.close();
    }

    private void manage(String operation, Object... arguments) {
        Queue replies = probe.temporaryQueue();
        probe.send("activemq.management", probe.make(session -> {
            Message request = session.createMessage();
            JMSManagementHelper.putOperationInvocation(request, ResourceNames.BROKER, operation, arguments);
            request.setJMSReplyTo(replies);
            return request;
        }));
        Message done = probe.receive(replies);
        boolean succeeded = probe.make(session -> JMSManagementHelper.hasOperationSucceeded(done));
        assertThat(succeeded).isTrue();
    }

    private void answerAll() {
        for (Runnable answer = waiting.poll(); answer != null; answer = waiting.poll()) {
            answer.run();
        }
    }

    private void takeDeadLetterQueueAway() {
        manage("addAddressSettings", "chat.dead-letter", "{\"autoCreateQueues\":false,\"autoCreateAddresses\":false}");
        manage("destroyQueue", "chat.dead-letter", true, true);
    }

    @Test
    void aLostConnectionInMidTurnMeansThatTheTurnIsDoneAgainAndAnsweredOnce() {
        probe.ask("one", group("anna"));
        probe.ask("two", group("anna"));
        probe.ask("three", group("bert"));
        await().until(() -> waiting.size() == 2);

        manage("closeConsumerConnectionsForAddress", "chat.input");
        await().until(() -> routes.status().taken() > 3);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            answerAll();
            return artemis.messageCount("chat.input") == 0;
        });

        List<Message> answers = probe.drain("chat.output");
        assertThat(answers).hasSize(3);
        assertThat(answers.stream()
                        .filter(answer -> "anna".equals(property(answer, "JMSXGroupID")))
                        .map(JmsProbe::text))
                .satisfiesExactly(
                        first -> assertThat(first).contains("heard one"),
                        second -> assertThat(second).contains("heard two"));
        assertThat(probe.drain("chat.dead-letter")).isEmpty();
    }

    @Test
    void aDeadLetterThatCannotBeStoredIsTriedAgainAndItsMessageKeptUntilThen() {
        takeDeadLetterQueueAway();
        probe.ask(" ", group("anna"));
        probe.ask("x", group("carl"));
        await().until(() -> waiting.size() == 1);
        answerAll();
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard x");

        manage("removeAddressSettings", "chat.dead-letter");
        Message letter = probe.receive(probe.queue("chat.dead-letter"));
        assertThat(property(letter, "deadLetterReason")).isEqualTo("COGNIGY-EMPTY-INPUT");
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(endpoint.journal().inputCount()).isEqualTo(1);
    }

    /** The client drops what is unread of a large body when it takes the next message. */
    @Test
    void aLargeDeadLetterThatCannotBeStoredAtOnceComesWhole() throws Exception {
        int size = 400_000;
        takeDeadLetterQueueAway();
        for (int i = 0; i < 3; i++) {
            probe.send("chat.input", probe.make(session -> {
                BytesMessage large = session.createBytesMessage();
                large.writeBytes(new byte[size]);
                return large;
            }));
        }
        await().until(() -> routes.status().waiting() == 3);

        manage("removeAddressSettings", "chat.dead-letter");
        for (Message letter : probe.receive(probe.queue("chat.dead-letter"), 3)) {
            assertThat(((BytesMessage) letter).getBodyLength()).isEqualTo(size);
        }
    }

    @Test
    void aStopDoesNotWaitForADeadLetterThatCannotBeStored() {
        takeDeadLetterQueueAway();
        probe.ask(" ", group("anna"));
        await().until(() -> routes.status().waiting() == 1);

        long start = System.nanoTime();
        routes.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(artemis.messageCount("chat.input")).isEqualTo(1);
    }

    @Test
    void anAnswerWhoseQueueIsDeletedMeanwhileAndMayNotBeMadeAnewIsADeadLetter() {
        probe.ask("one", group("anna"));
        await().until(() -> waiting.size() == 1);
        answerAll();
        await().until(() -> artemis.messageCount("chat.output") == 1);
        probe.ask("two", group("anna"));
        await().until(() -> waiting.size() == 1);
        manage("addAddressSettings", "chat.output", "{\"autoCreateQueues\":false,\"autoCreateAddresses\":false}");
        manage("destroyQueue", "chat.output", true, true);
        answerAll();

        assertThat(text(probe.receive(probe.queue("chat.dead-letter")))).isEqualTo("two");
        await().until(() -> artemis.messageCount("chat.input") == 0);
    }

    @Test
    void aQueueOfAnswersThatIsDeletedMeanwhileIsMadeAnewAndNoAnswerLost() {
        for (int round = 0; round < 3; round++) {
            String question = "question-" + round;
            probe.ask(question, group("anna"));
            await().until(() -> waiting.size() == 1);
            if (round > 0) {
                manage("destroyQueue", "chat.output", true, true);
            }
            answerAll();
            await().until(() -> artemis.messageCount("chat.output") == 1);
            await().until(() -> artemis.messageCount("chat.input") == 0);
        }
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard question-2");
    }

    @Test
    void aQueueThatTakesNoMoreHoldsUpOnlyThoseWhoseAnswersGoThere() {
        manage("addAddressSettings", "chat.vip", BLOCKING);
        probe.send("chat.vip", probe.make(session -> session.createTextMessage("x".repeat(10_000))));
        int many = 20;
        for (int i = 0; i < many; i++) {
            probe.ask("vip", group("vip-" + i), replyTo(probe.queue("chat.vip")));
        }
        await().until(() -> waiting.size() == many);
        answerAll();
        probe.ask("x", group("carl"));
        await().until(() -> waiting.size() == 1);
        answerAll();

        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard x");
        assertThat(artemis.messageCount("chat.vip")).isEqualTo(1);
        // The first makes room for the others.
        assertThat(probe.receive(probe.queue("chat.vip"), 1 + many)).hasSize(1 + many);
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(probe.drain("chat.dead-letter")).isEmpty();
    }

    /** One of the two is lost first, so an answer may be sent twice; but none is lost, and none is a dead letter. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?reconnectAttempts=-1&retryInterval=100"})
    void whenBothConnectionsAreCutWhileAnswersAreSentNothingIsLostAndNothingIsADeadLetter(String options)
            throws Exception {
        routes.close();
        int groups = 20;
        try (Relay relay = new Relay(URI.create(artemis.url()).getPort());
                JmsRoutes cut = new JmsRoutes("tcp://127.0.0.1:" + relay.port() + options, endpoint, 2, 1000)) {
            for (int i = 0; i < 2 * groups; i++) {
                probe.ask("question-" + i, group("person-" + i % groups));
            }
            await().until(() -> waiting.size() == groups);
            answerAll();
            relay.cut();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                answerAll();
                return artemis.messageCount("chat.input") == 0;
            });
        }
        List<Message> answers = probe.drain("chat.output");
        // What was asked twice was answered in two turns, at two times.
        assertThat(answers.stream()
                        .map(answer -> JmsProbe.text(answer).split(",\"version\"")[0])
                        .distinct())
                .hasSize(2 * groups);
        assertThat(probe.drain("chat.dead-letter")).isEmpty();
    }
}
