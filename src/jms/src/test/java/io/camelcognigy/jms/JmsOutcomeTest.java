package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a message is decided by what became of its turn. */
class JmsOutcomeTest {

    private static final Bot ECHO = (input, reply) -> {
        reply.say("heard " + input.text());
        reply.finalPing();
    };

    private EmbeddedArtemis artemis;
    private JmsProbe probe;
    private SimulatedEndpoint endpoint;
    private JmsRoutes routes;

    @BeforeEach
    void start() throws Exception {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        probe = new JmsProbe(artemis.url());
        endpoint = SimulatedEndpoint.builder().bot(ECHO).start();
    }

    @AfterEach
    void stop() {
        if (routes != null) {
            routes.close();
        }
        probe.close();
        endpoint.close();
        artemis.close();
    }

    private void routes(Map<String, String> settings, String parameters) throws Exception {
        routes = new JmsRoutes(artemis.url(), endpoint, settings, parameters, JmsOutcomeTest::impatient);
    }

    /** So that an outage makes turns fail, again and again, and an Endpoint that is back is soon found. */
    private static void impatient(CognigyConfiguration agent) {
        agent.setTurnTimeout(Duration.ofMillis(700));
        agent.setReconnectDelay(Duration.ofMillis(50));
        agent.setReconnectMaxDelay(Duration.ofMillis(200));
    }

    private void endpointComesBack() throws Exception {
        endpoint = SimulatedEndpoint.builder().port(endpoint.port()).bot(ECHO).start();
    }

    @Test
    void whileTheEndpointIsAwayNothingBecomesADeadLetterAndAfterwardsAllIsAnsweredInOrder() throws Exception {
        int groups = 3;
        int each = 20;
        routes(Map.of(), "");
        probe.ask("hello", group("person-0"));
        probe.receive(probe.queue("chat.output"));
        endpoint.close();
        for (int i = 0; i < each; i++) {
            for (int g = 0; g < groups; g++) {
                probe.ask("question-" + i, group("person-" + g));
            }
        }
        // Longer than many a turn may take.
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() -> artemis.messageCount("chat.input") == groups * each);
        assertThat(routes.status().waiting()).isPositive();

        endpointComesBack();
        List<Message> answers = probe.receive(probe.queue("chat.output"), groups * each);
        for (int g = 0; g < groups; g++) {
            String group = "person-" + g;
            assertThat(answers.stream()
                            .filter(answer -> group.equals(property(answer, "JMSXGroupID")))
                            .map(answer -> text(answer).replaceAll(".*heard (question-\\d+).*", "$1")))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(i -> "question-" + i)
                            .toList());
        }
        assertThat(probe.drain("chat.dead-letter")).isEmpty();
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(endpoint.journal().inputs()).hasSize(groups * each);
    }

    @Test
    void whileNobodyCanBeReachedNoMoreIsTakenAndSaysSoOnce() throws Exception {
        try (LogLines log = new LogLines()) {
            routes(Map.of(), "");
            probe.ask("hello", group("anna"));
            probe.receive(probe.queue("chat.output"));
            endpoint.close();
            probe.ask("first", group("anna"));
            await().until(() -> log.texts().contains("jms: takes no more, as the bot cannot be reached"));
            int taken = routes.status().taken();
            for (int i = 0; i < 20; i++) {
                probe.ask("later", group("person-" + i));
            }
            await().during(Duration.ofSeconds(1)).until(() -> routes.status().taken() <= taken + 4);

            endpointComesBack();
            long back = System.nanoTime();
            probe.receive(probe.queue("chat.output"), 21);
            System.out.printf(
                    "all answered %d ms after the Endpoint was back%n", (System.nanoTime() - back) / 1_000_000);
            assertThat(log.texts().stream().filter(line -> line.startsWith("jms: ")))
                    .containsExactly(
                            "jms: takes no more, as the bot cannot be reached", "jms: goes on, the bot can be reached");
        }
    }

    @Test
    void onlyAfterItsTimeAnInputThatCannotBeSentIsADeadLetter() throws Exception {
        endpoint.close();
        routes(Map.of("chat.max-age", "2s"), "");
        long start = System.nanoTime();
        probe.ask("hello", group("anna"));

        Message letter = probe.receive(probe.queue("chat.dead-letter"));
        assertThat(property(letter, "deadLetterReason")).isIn("COGNIGY-TURN-TIMEOUT", "COGNIGY-CONNECT-FAILED");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void anInputThatTheBotMayHaveHeardIsADeadLetterAndIsNotAskedAgain() throws Exception {
        endpoint.close();
        endpoint = SimulatedEndpoint.builder().bot((input, reply) -> {}).start();
        routes(Map.of(), "");
        probe.ask("hello", group("anna"));

        Message letter = probe.receive(probe.queue("chat.dead-letter"));
        assertThat(property(letter, "deadLetterReason")).isEqualTo("COGNIGY-TURN-TIMEOUT");
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void withRedeliveryItIsAskedAgainUntilItIsAnswered() throws Exception {
        endpoint.close();
        AtomicInteger heard = new AtomicInteger();
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    if (heard.incrementAndGet() > 1) {
                        ECHO.answer(input, reply);
                    }
                })
                .start();
        routes(Map.of(), "inDoubt: redeliver");
        probe.ask("hello", group("anna"));

        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard hello");
        assertThat(probe.drain("chat.dead-letter")).isEmpty();
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(endpoint.journal().inputs()).hasSize(2);
    }

    @Test
    void anInputCanCloseItsSessionAndTheNextBeginsAfresh() throws Exception {
        routes(Map.of(), "");
        var replies = probe.temporaryQueue();
        probe.ask("one", group("anna"));
        probe.receive(probe.queue("chat.output"));
        assertThat(endpoint.connections()).isEqualTo(1);

        probe.ask(
                "{\"close\": true}",
                group("anna"),
                property("contentType", "application/json"),
                JmsProbe.replyTo(replies));
        assertThat(text(probe.receive(replies))).contains("\"type\":\"sessionClosed\"");
        await().until(() -> endpoint.connections() == 0);

        probe.ask("two", group("anna"));
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard two");
        assertThat(endpoint.journal().inputs())
                .extracting(ReceivedInput::sessionId)
                .containsExactly("jms~anna", "jms~anna");
    }

    @Test
    void aRoadMaySpeakJsonLetTheBodySayWhoSpeaksAndShareItsKeys() throws Exception {
        routes(Map.of("jms.input-format", "json"), "userIdFromBody: true\nsessionKeys: shared");
        probe.ask("{\"text\":\"hi\",\"userId\":\"boss\",\"sessionId\":\"other\"}", group("anna"));

        assertThat(text(probe.receive(probe.queue("chat.output"))))
                .contains("\"sessionKey\":\"anna\",\"sessionId\":\"anna\"");
        assertThat(endpoint.journal().inputs())
                .singleElement()
                .extracting(ReceivedInput::sessionId, ReceivedInput::userId)
                .containsExactly("anna", "boss");
    }
}
