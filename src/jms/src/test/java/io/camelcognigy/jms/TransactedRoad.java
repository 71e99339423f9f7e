package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.jms.ChatJmsComponent.Mode;
import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the mode transacted promises, whatever broker and client there are. */
abstract class TransactedRoad {

    private static final DeadLetterStore.Wanted ALL = new DeadLetterStore.Wanted(null, null, false);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Bot ECHO = (input, reply) -> {
        reply.say("heard " + input.text());
        reply.finalPing();
    };

    /** What is said when the test lets it. */
    private final java.util.Queue<Runnable> held = new ConcurrentLinkedQueue<>();

    private SimulatedEndpoint endpoint;
    private JmsProbe probe;
    private JmsRoutes routes;

    /** Of the bridge's client; null for that of the mode itself. */
    abstract ConnectionFactory factory();

    /** Of a client of the test's. */
    abstract ConnectionFactory probing();

    abstract String artemisUrl();

    /** How many messages lie on a queue, those included that consumers hold. */
    abstract long messageCount(String queue);

    @BeforeEach
    void startRoad() throws Exception {
        endpoint = endpoint(0, ECHO);
        probe = new JmsProbe(probing());
    }

    @AfterEach
    void stopRoad() {
        if (routes != null) {
            routes.close();
        }
        for (String queue : List.of("chat.input", "chat.output", "chat.dead-letter")) {
            probe.drain(queue);
        }
        probe.close();
        endpoint.close();
    }

    private SimulatedEndpoint endpoint(int port, Bot bot) throws Exception {
        return SimulatedEndpoint.builder().port(port).bot(bot).start();
    }

    private void bot(Bot bot) throws Exception {
        endpoint.close();
        endpoint = endpoint(endpoint.port(), bot);
    }

    private void routes(Map<String, String> settings, String parameters) throws Exception {
        routes = new JmsRoutes(
                jms -> {
                    jms.setMode(Mode.TRANSACTED);
                    jms.setConnectionFactory(factory());
                    if (artemisUrl() != null) {
                        jms.setUrl(artemisUrl());
                    }
                },
                endpoint,
                settings,
                parameters,
                TransactedRoad::impatient);
    }

    private static void impatient(CognigyConfiguration agent) {
        agent.setTurnTimeout(Duration.ofSeconds(2));
        agent.setReconnectDelay(Duration.ofMillis(50));
        agent.setReconnectMaxDelay(Duration.ofMillis(200));
    }

    private Queue output() {
        return probe.queue("chat.output");
    }

    private Message deadLetter() {
        return probe.receive(probe.queue("chat.dead-letter"));
    }

    private void awaitNoInput() {
        await().atMost(PATIENCE).until(() -> messageCount("chat.input") == 0);
    }

    private DeadLetterStore letters() {
        return ((DeadLetterRoad) routes.camel().getRoute("jms-input").getConsumer())
                .deadLetters()
                .orElseThrow();
    }

    @Test
    void eachInputIsAnsweredOnceInTheOrderOfItsGroup() throws Exception {
        routes(Map.of("jms.consumers", "4"), "");
        int groups = 5;
        int each = 12;
        for (int i = 0; i < each; i++) {
            for (int g = 0; g < groups; g++) {
                probe.ask("question-" + i, group("person-" + g), correlationId("c-" + i + "-" + g));
            }
        }

        List<Message> answers = probe.receive(output(), groups * each);
        assertThat(answers).extracting(JmsProbe::correlationId).doesNotHaveDuplicates();
        for (int g = 0; g < groups; g++) {
            String group = "person-" + g;
            assertThat(answers.stream()
                            .filter(answer -> group.equals(property(answer, "JMSXGroupID")))
                            .map(answer -> text(answer).replaceAll(".*heard (question-\\d+).*", "$1")))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(i -> "question-" + i)
                            .toList());
        }
        awaitNoInput();
        assertThat(messageCount("chat.dead-letter")).isZero();
    }

    @Test
    void asManyTurnsAreUnderWayAtOnceAsThereAreSessions() throws Exception {
        bot((input, reply) -> held.add(() -> {
            reply.say("at last");
            reply.finalPing();
        }));
        routes(Map.of("jms.consumers", "3"), "");
        for (int i = 0; i < 5; i++) {
            probe.ask("hello", group("person-" + i));
        }

        await().atMost(PATIENCE).until(() -> held.size() == 3);
        assertThat(routes.status().taken()).isEqualTo(3);
        assertThat(messageCount("chat.input")).isEqualTo(5);
        int let = 0;
        while (let < 5) {
            Runnable next = held.poll();
            if (next != null) {
                next.run();
                let++;
            }
        }
        probe.receive(output(), 5);
        awaitNoInput();
    }

    @Test
    void whatCannotBeProcessedIsADeadLetterAsItCameAndCanBeReplayed() throws Exception {
        routes(Map.of("jms.input-format", "json"), "");
        probe.ask("hello", group("anna"), correlationId("c-1"), property("mine", "kept"));
        probe.ask("no key");
        BytesMessage bytes = probe.make(session -> session.createBytesMessage());
        bytes.writeBytes(new byte[] {1, 2, 3});
        probe.send("chat.input", bytes, group("ben"));
        await().atMost(PATIENCE)
                .until(() -> letters()
                        .find(ALL)
                        .replayable()
                        .equals(Map.of("COGNIGY-INVALID-JSON", 1L, "BRIDGE-NO-KEY", 1L, "BRIDGE-NO-TEXT", 1L)));
        awaitNoInput();
        routes.close();
        routes(Map.of(), "");

        assertThat(letters().replay(new DeadLetterStore.Wanted("COGNIGY-INVALID-JSON", null, false), 10, 0))
                .isEqualTo(1);
        Message answer = probe.receive(output());
        assertThat(JmsProbe.correlationId(answer)).isEqualTo("c-1");
        assertThat(text(answer)).contains("heard hello");
        assertThat(letters().replay(new DeadLetterStore.Wanted("COGNIGY-INVALID-JSON", null, false), 10, 0))
                .isZero();
        routes.close();
        routes = null;

        List<Message> letters = List.of(deadLetter(), deadLetter());
        assertThat(letters)
                .extracting(letter -> property(letter, "deadLetterReason") + " " + property(letter, "deadLetterQueue"))
                .containsExactlyInAnyOrder("BRIDGE-NO-KEY chat.input", "BRIDGE-NO-TEXT chat.input");
        assertThat(letters)
                .filteredOn(BytesMessage.class::isInstance)
                .singleElement()
                .satisfies(letter ->
                        assertThat(((BytesMessage) letter).getBodyLength()).isEqualTo(3));
    }

    @Test
    void whileTheEndpointIsAwayInputsWaitAndAfterwardsAllAreAnswered() throws Exception {
        routes(Map.of("jms.consumers", "2"), "");
        probe.ask("hello", group("anna"));
        probe.receive(output());
        int port = endpoint.port();
        endpoint.close();
        for (int i = 0; i < 6; i++) {
            // Somebody new: on a connection whose loss is not noticed yet, an input would be in doubt.
            probe.ask("question-" + i, group("ben"));
        }
        await().atMost(PATIENCE).until(() -> routes.status().waiting() > 0);
        assertThat(messageCount("chat.input")).isEqualTo(6);
        assertThat(messageCount("chat.dead-letter")).isZero();

        endpoint = endpoint(port, ECHO);
        assertThat(probe.receive(output(), 6))
                .extracting(answer -> text(answer).replaceAll(".*heard (question-\\d+).*", "$1"))
                .containsExactly("question-0", "question-1", "question-2", "question-3", "question-4", "question-5");
        awaitNoInput();
        assertThat(messageCount("chat.dead-letter")).isZero();
    }

    @Test
    void whatTheBotMayHaveHeardIsADeadLetterThatSaysSo() throws Exception {
        bot((input, reply) -> {});
        routes(Map.of(), "");
        probe.ask("pay", group("anna"));

        await().atMost(PATIENCE).until(() -> letters().find(ALL).inDoubt() == 1);
        awaitNoInput();
        assertThat(letters().replay(ALL, 10, 0)).isZero();
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void anAnswerGoesToTheQueueThatItsInputNamesIfItMay() throws Exception {
        routes(Map.of(), "");
        Queue replies = probe.temporaryQueue();
        probe.ask("hello", group("anna"), replyTo(replies));
        assertThat(text(probe.receive(replies))).contains("heard hello");

        probe.ask("hello", group("anna"), replyTo(probe.queue("payroll")));
        assertThat(property(deadLetter(), "deadLetterReason")).isEqualTo("BRIDGE-REPLY-QUEUE");
        assertThat(messageCount("chat.output")).isZero();
    }

    @Test
    void aStopInTheMiddleOfATurnGivesTheInputBack() throws Exception {
        bot((input, reply) -> {});
        routes(Map.of(), "");
        probe.ask("hello", group("anna"));
        await().atMost(PATIENCE).until(() -> endpoint.journal().inputs().size() == 1);
        // Not the patience of a stop: as one that is forced.
        routes.camel().getShutdownStrategy().setTimeout(1);
        routes.close();

        assertThat(messageCount("chat.input")).isEqualTo(1);
        assertThat(messageCount("chat.dead-letter")).isZero();
        bot(ECHO);
        routes(Map.of(), "");
        assertThat(text(probe.receive(output()))).contains("heard hello");
        awaitNoInput();
    }

    @Test
    void whatTheBotSaysUnaskedGoesOut() throws Exception {
        routes(Map.of(), "");
        probe.ask("hello", group("anna"));
        probe.receive(output());
        endpoint.inject("jms~anna", "by the way");

        Message told = probe.receive(output());
        assertThat(text(told)).contains("by the way");
        assertThat(property(told, "JMSXGroupID")).isEqualTo("anna");
        assertThat(JmsProbe.correlationId(told)).isNull();
    }
}
