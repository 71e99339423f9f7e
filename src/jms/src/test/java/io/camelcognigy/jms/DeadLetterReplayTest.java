package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.DeadLetterStore.Wanted;
import io.camelcognigy.road.ReplayFilter;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dead letter can be sent again when its cause is mended: once, as it came, and not if the bot may have heard it. */
class DeadLetterReplayTest {

    private static final Wanted ALL = new Wanted(null, null, false);

    private EmbeddedArtemis artemis;
    private SimulatedEndpoint endpoint;
    private JmsProbe probe;
    private JmsRoutes routes;

    @BeforeEach
    void start() throws Exception {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    reply.say("heard " + input.text());
                    reply.finalPing();
                })
                .start();
        probe = new JmsProbe(artemis.url());
        broken();
    }

    @AfterEach
    void stop() {
        routes.close();
        probe.close();
        endpoint.close();
        artemis.close();
    }

    /** A road that takes words for JSON. */
    private void broken() throws Exception {
        routes = new JmsRoutes(artemis.url(), endpoint, Map.of("jms.input-format", "json"));
    }

    private void mended() throws Exception {
        routes.close();
        routes = new JmsRoutes(artemis.url(), endpoint, Map.of());
    }

    private DeadLetterStore letters() {
        Route route = routes.camel().getRoute("jms-input");
        return ((DeadLetterRoad) route.getConsumer()).deadLetters().orElseThrow();
    }

    private void poisoned(int count) {
        for (int i = 0; i < count; i++) {
            probe.ask(
                    "hello " + i,
                    group("person-" + i % 10),
                    correlationId("c-" + i),
                    property("mine", "kept"),
                    // A client that guards against its own duplicates.
                    property("_AMQ_DUPL_ID", "d-" + i));
        }
        awaitLetters(count);
    }

    private void awaitLetters(int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        artemis.messageCount("chat.dead-letter") == count && artemis.messageCount("chat.input") == 0);
    }

    private Message letter(String reason, String outcome) {
        Message letter = probe.make(session -> session.createTextMessage("pay"));
        probe.send(
                "chat.dead-letter",
                letter,
                group("anna"),
                property("deadLetterReason", reason),
                property("deadLetterOutcome", outcome),
                property("deadLetterQueue", "chat.input"));
        return letter;
    }

    @Test
    void ahundredMendedInputsAreAnsweredOnceWithTheirCorrelation() throws Exception {
        poisoned(100);
        mended();

        assertThat(letters().find(ALL).replayable()).containsExactlyEntriesOf(Map.of("COGNIGY-INVALID-JSON", 100L));
        assertThat(letters().replay(ALL, 30, 0)).isEqualTo(30);
        assertThat(letters().replay(ALL, 1_000, 0)).isEqualTo(70);
        assertThat(letters().replay(ALL, 1_000, 0)).isZero();

        List<Message> answers = probe.receive(probe.queue("chat.output"), 100);
        assertThat(answers)
                .extracting(JmsProbe::correlationId)
                .doesNotHaveDuplicates()
                .contains("c-7");
        assertThat(answers).allSatisfy(answer -> {
            int number = Integer.parseInt(JmsProbe.correlationId(answer).substring(2));
            assertThat(property(answer, "JMSXGroupID")).isEqualTo("person-" + number % 10);
        });
        assertThat(probe.drain("chat.output")).isEmpty();
        assertThat(letters().find(ALL).total()).isZero();
        assertThat(artemis.messageCount("chat.dead-letter")).isZero();
    }

    @Test
    void anInputIsSentAgainAsItCame() throws Exception {
        poisoned(1);
        routes.camel().getRouteController().stopRoute("jms-input");
        String id = probe.send(
                "chat.dead-letter",
                probe.make(session -> {
                    BytesMessage message = session.createBytesMessage();
                    message.writeBytes(new byte[300_000]);
                    return message;
                }),
                group("ben"),
                property("deadLetterReason", "BRIDGE-NO-TEXT"),
                property("deadLetterOutcome", "REJECTED"),
                property("deadLetterQueue", "chat.input"),
                property("deadLetterMessageId", "ID:of-the-input"));

        assertThat(letters().replay(ALL, 10, 0)).isEqualTo(2);

        List<Message> inputs = probe.receive(probe.queue("chat.input"), 2);
        assertThat(JmsProbe.text(inputs.get(0))).isEqualTo("hello 0");
        assertThat(property(inputs.get(0), "mine")).isEqualTo("kept");
        assertThat(property(inputs.get(0), ReplayFilter.REPLAY_COUNT)).isEqualTo("1");
        assertThat(JmsProbe.correlationId(inputs.get(0))).isEqualTo("c-0");
        assertThat(((BytesMessage) inputs.get(1)).getBodyLength()).isEqualTo(300_000);
        // What its answers would have carried, had it been answered then.
        assertThat(JmsProbe.correlationId(inputs.get(1)))
                .isEqualTo("ID:of-the-input")
                .isNotEqualTo(id);
        assertThat(inputs).allSatisfy(input -> {
            for (Object name : Collections.list(input.getPropertyNames())) {
                assertThat(name.toString()).doesNotStartWith("deadLetter");
            }
        });
    }

    @Test
    void whatTheBotMayHaveHeardIsSentAgainOnlyWhenAskedFor() throws Exception {
        mended();
        letter("COGNIGY-IN-DOUBT", "IN_DOUBT");

        assertThat(letters().find(ALL)).satisfies(found -> {
            assertThat(found.total()).isZero();
            assertThat(found.inDoubt()).isEqualTo(1);
        });
        assertThat(letters().replay(ALL, 10, 0)).isZero();
        assertThat(letters().replay(new Wanted("COGNIGY-IN-DOUBT", null, true), 10, 0))
                .isEqualTo(1);
        probe.receive(probe.queue("chat.output"));
    }

    @Test
    void whoseAnswerCouldNotBeStoredHasBeenHeard() throws Exception {
        mended();
        TemporaryQueue replies = (TemporaryQueue) probe.temporaryQueue();
        endpoint.close();
        endpoint = SimulatedEndpoint.builder()
                .port(endpoint.port())
                .bot((input, reply) -> {
                    try {
                        replies.delete();
                    } catch (JMSException e) {
                        throw new IllegalStateException(e);
                    }
                    reply.say("nobody is there");
                    reply.finalPing();
                })
                .start();
        probe.ask("hello", group("anna"), JmsProbe.replyTo(replies));
        awaitLetters(1);

        assertThat(letters().find(ALL).inDoubt()).isEqualTo(1);
    }

    @Test
    void onlyTheReasonAndTheTimeThatAreMeantCount() throws Exception {
        poisoned(1);
        mended();

        assertThat(letters().replay(new Wanted("BRIDGE-NO-KEY", null, false), 10, 0))
                .isZero();
        assertThat(letters().replay(new Wanted(null, Instant.now().plusSeconds(60), false), 10, 0))
                .isZero();
        assertThat(letters()
                        .find(new Wanted(null, Instant.now().minusSeconds(600), false))
                        .total())
                .isEqualTo(1);
    }

    @Test
    void whatComesBackAgainAndAgainIsLeftForSomebodyToLookAt() {
        poisoned(1);
        for (int i = 1; i <= ReplayFilter.MAX_REPLAYS; i++) {
            assertThat(letters().replay(ALL, 10, 0)).isEqualTo(1);
            awaitLetters(1);
        }

        assertThat(letters().replay(ALL, 10, 0)).isZero();
        assertThat(letters().find(ALL).tooOften()).isEqualTo(1);
    }

    @Test
    void lettersOfAnotherQueueAndThoseThatNoRoadStoredStay() {
        probe.send("chat.dead-letter", probe.make(session -> session.createTextMessage("expired")), group("anna"));
        probe.send(
                "chat.dead-letter",
                probe.make(session -> session.createTextMessage("hello")),
                property("deadLetterReason", "X"),
                property("deadLetterOutcome", "REJECTED"),
                property("deadLetterQueue", "sales.input"));

        assertThat(letters().find(ALL).foreign()).isEqualTo(2);
        assertThat(letters().replay(ALL, 10, 0)).isZero();
        assertThat(artemis.messageCount("chat.dead-letter")).isEqualTo(2);
    }

    @Test
    void whileItsRoadIsPausedWhatIsSentAgainWaitsWithTheOtherInputs() throws Exception {
        poisoned(5);
        mended();
        routes.camel().getRouteController().stopRoute("jms-input");

        assertThat(letters().replay(ALL, 10, 0)).isEqualTo(5);
        assertThat(artemis.messageCount("chat.input")).isEqualTo(5);
        assertThat(endpoint.journal().inputs()).isEmpty();

        routes.camel().getRouteController().startRoute("jms-input");
        probe.receive(probe.queue("chat.output"), 5);
    }
}
