package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.jms.JmsProbe.Step;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code routes/jms.yaml} with {@code jms.collate}: texts of a group that come shortly after each other are one turn. The wait is
 * longer than any of these tests, so that only what ends it ends it; the bot answers when the test says so.
 */
class JmsCollationTest {

    private static final String POSTBACK = "{\"text\":\"size s\",\"postback\":true}";
    private static final Step JSON = property("contentType", "application/json");

    private final java.util.Queue<Runnable> underWay = new ConcurrentLinkedQueue<>();
    private volatile boolean atOnce;
    private EmbeddedArtemis artemis;
    private SimulatedEndpoint endpoint;
    private JmsProbe probe;
    private JmsRoutes routes;

    @BeforeEach
    void start() throws Exception {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        startEndpoint(0);
        probe = new JmsProbe(artemis.url());
        routes = routes(artemis.url(), "1m", agent -> {});
    }

    private void startEndpoint(int port) throws Exception {
        endpoint = SimulatedEndpoint.builder()
                .port(port)
                .bot((input, reply) -> {
                    Runnable answer = () -> {
                        reply.say("heard " + input.text());
                        reply.finalPing();
                    };
                    if (atOnce) {
                        answer.run();
                    } else {
                        underWay.add(answer);
                    }
                })
                .start();
    }

    private JmsRoutes routes(String url, String collate, Consumer<CognigyConfiguration> agent) throws Exception {
        return new JmsRoutes(url, endpoint, Map.of("jms.collate", collate), "", agent);
    }

    @AfterEach
    void stop() {
        routes.close();
        probe.close();
        endpoint.close();
        artemis.close();
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private void say(String text, Step... steps) {
        probe.ask(text, concat(steps, group("anna")));
    }

    private void press(Step... steps) {
        probe.ask(POSTBACK, concat(steps, group("anna"), JSON));
    }

    private static Step[] concat(Step[] some, Step... more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(Step[]::new);
    }

    private void answer() {
        waiting().until(() -> !underWay.isEmpty());
        underWay.remove().run();
    }

    private void awaitAllAcknowledged() {
        waiting().until(() -> artemis.messageCount("chat.input") == 0);
    }

    private List<String> heard() {
        return endpoint.journal().inputs().stream().map(ReceivedInput::text).toList();
    }

    @Test
    void textsThatComeShortlyAfterEachOtherAreOneTurnAndAButtonIsTheNext() {
        say("I have", JmsProbe.correlationId("1"));
        say("a question", JmsProbe.correlationId("2"));
        say("{\"text\":\"about tea\"}", JSON, JmsProbe.correlationId("3"));
        press(JmsProbe.correlationId("4"));

        answer();
        Message first = probe.receive(probe.queue("chat.output"));
        assertThat(text(first)).contains("heard I have\\na question\\nabout tea");
        assertThat(correlationId(first)).isEqualTo("3");
        answer();
        Message second = probe.receive(probe.queue("chat.output"));
        assertThat(text(second)).contains("heard size s");
        assertThat(correlationId(second)).isEqualTo("4");
        awaitAllAcknowledged();
        assertThat(heard()).containsExactly("I have\na question\nabout tea", "size s");
        assertThat(routes.status().taken()).isZero();
        assertThat(routes.status().waiting()).isZero();
    }

    @Test
    void noneIsAcknowledgedBeforeTheAnswerIsOnItsQueue() {
        say("I have");
        say("a question");
        press();
        waiting().until(() -> underWay.size() == 1);
        assertThat(routes.status().waiting()).isEqualTo(1);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> artemis.messageCount("chat.input") == 3);

        answer();
        waiting().until(() -> artemis.messageCount("chat.input") == 1);
        answer();
        awaitAllAcknowledged();
    }

    @Test
    void eachOriginalIsADeadLetterInOrder() throws Exception {
        routes.close();
        routes = routes(artemis.url(), "1m", agent -> agent.setTurnTimeout(Duration.ofSeconds(2)));
        say("I have");
        say("a question");
        say("about tea");
        press();
        // The bot hears them and never answers.
        List<Message> letters = probe.receive(probe.queue("chat.dead-letter"), 3);
        assertThat(letters.stream().map(JmsProbe::text)).containsExactly("I have", "a question", "about tea");
        assertThat(letters)
                .allSatisfy(letter ->
                        assertThat(property(letter, "deadLetterReason")).isEqualTo("COGNIGY-TURN-TIMEOUT"));
        assertThat(text(probe.receive(probe.queue("chat.dead-letter")))).isEqualTo(POSTBACK);
        awaitAllAcknowledged();
        assertThat(routes.status().taken()).isZero();
    }

    @Test
    void whatCouldNotBeSentIsTriedAgainWithAllOfIt() throws Exception {
        routes.close();
        routes = routes(artemis.url(), "1m", agent -> {
            agent.setTurnTimeout(Duration.ofSeconds(2));
            agent.setReconnectDelay(Duration.ofMillis(50));
            agent.setReconnectMaxDelay(Duration.ofMillis(200));
        });
        say("I have");
        say("a question");
        waiting().until(() -> routes.status().waiting() == 2);
        endpoint.close();
        press();
        // Two that could not be sent, and one behind them.
        waiting().until(() -> routes.status().waiting() == 3);
        atOnce = true;
        startEndpoint(endpoint.port());
        awaitAllAcknowledged();
        assertThat(heard()).containsExactly("I have\na question", "size s");
        assertThat(artemis.messageCount("chat.dead-letter")).isZero();
    }

    @Test
    void whereTheAnswersGoElsewhereItIsAnotherTurn() {
        Queue elsewhere = probe.temporaryQueue();
        say("I have");
        say("a question", replyTo(elsewhere));
        press();
        answer();
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard I have\"");
        answer();
        assertThat(text(probe.receive(elsewhere))).contains("heard a question");
        answer();
        awaitAllAcknowledged();
    }

    @Test
    void groupsDoNotWaitForEachOther() {
        say("I have");
        probe.ask(POSTBACK, group("bert"), JSON);
        answer();
        assertThat(property(probe.receive(probe.queue("chat.output")), "JMSXGroupID"))
                .isEqualTo("bert");
        waiting().until(() -> artemis.messageCount("chat.input") == 1);
    }

    @Test
    void whatWaitsWhenTheRoadStopsIsThereAfterTheNextStart() throws Exception {
        say("I have");
        say("a question");
        waiting().until(() -> routes.status().waiting() == 2);
        routes.close();
        assertThat(artemis.messageCount("chat.input")).isEqualTo(2);
        assertThat(heard()).isEmpty();

        routes = routes(artemis.url(), "1m", agent -> {});
        press();
        answer();
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("heard I have\\na question");
    }

    @Test
    void afterALostConnectionWhatWaitedIsAskedOnce() throws Exception {
        routes.close();
        try (Relay relay = new Relay(URI.create(artemis.url()).getPort())) {
            routes = routes("tcp://127.0.0.1:" + relay.port(), "1m", agent -> {});
            say("I have");
            say("a question");
            waiting().until(() -> routes.status().waiting() == 2);
            relay.cut();
            // Those that came by the connection that is gone, and the same again.
            waiting()
                    .until(() -> routes.status().taken() >= 2 && routes.status().connected());
            press();
            answer();
            answer();
            awaitAllAcknowledged();
            waiting().until(() -> routes.status().taken() == 0);
        }
        assertThat(heard()).containsExactly("I have\na question", "size s");
        assertThat(artemis.messageCount("chat.output")).isEqualTo(2);
        assertThat(artemis.messageCount("chat.dead-letter")).isZero();
    }

    @Test
    void theWaitEndsByItself() throws Exception {
        routes.close();
        routes = routes(artemis.url(), "50ms", agent -> {});
        say("hello");
        answer();
        awaitAllAcknowledged();
        assertThat(heard()).containsExactly("hello");
    }
}
