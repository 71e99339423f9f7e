package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.contract.Contract;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code routes/jms.yaml} promises, on a real broker and with a bot behind a real connection: every message becomes
 * a turn of its key's session or a dead letter that says why, and it is acknowledged together with its answers.
 */
class JmsRoutesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static EmbeddedArtemis artemis;

    private final java.util.Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private SimulatedEndpoint endpoint;
    private JmsRoutes routes;
    private JmsProbe probe;
    private Queue output;
    private Queue deadLetters;

    @BeforeAll
    static void startArtemis() {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
    }

    @AfterAll
    static void stopArtemis() {
        artemis.close();
    }

    @BeforeEach
    void startRoutes() throws Exception {
        Bot demo = new DemoBot();
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    if ("wait".equals(input.text())) {
                        waiting.add(() -> {
                            reply.say("waited");
                            reply.finalPing();
                        });
                    } else if ("tell".equals(input.text())) {
                        for (int i = 1; i <= 40; i++) {
                            reply.say(io.camelcognigy.test.Message.piece("m-1", "word " + i + " "));
                            if (i == 20) {
                                reply.say(io.camelcognigy.test.Message.quickReplies("Look?", "Yes"));
                            }
                        }
                        reply.say(io.camelcognigy.test.Message.lastPiece("m-1", "stop"));
                        reply.finalPing();
                    } else {
                        demo.answer(input, reply);
                    }
                })
                .start();
        probe = new JmsProbe(artemis.url());
        output = probe.queue("chat.output");
        deadLetters = probe.queue("chat.dead-letter");
        routes = new JmsRoutes(artemis, endpoint, 4);
    }

    @AfterEach
    void stopRoutes() {
        routes.close();
        probe.drain("chat.input");
        probe.drain("chat.output");
        probe.drain("chat.dead-letter");
        probe.close();
        assertThat(endpoint.journal().violations()).isEmpty();
        endpoint.close();
    }

    private static JsonNode json(Message message) throws Exception {
        return MAPPER.readTree(text(message));
    }

    private static final Contract CONTRACT = Contract.read();

    private static Map<String, String> properties(Message message) throws Exception {
        Map<String, String> properties = new HashMap<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            properties.put((String) name, message.getStringProperty((String) name));
        }
        return properties;
    }

    private static void assertOfTheContract(Message output) throws Exception {
        assertThat(CONTRACT.output(text(output))).as(text(output)).isEmpty();
        assertThat(CONTRACT.outputHeaders(properties(output))).isEmpty();
    }

    private List<String> sessions() {
        return endpoint.journal().inputs().stream()
                .map(ReceivedInput::sessionId)
                .toList();
    }

    @Test
    void aTextIsAnsweredAsAPersistentTextInTheEnvelopeOfTheContract() throws Exception {
        probe.ask("hello \"you\"", group("anna"));

        Message answer = probe.receive(output);
        assertThat(text(answer))
                .startsWith("{\"type\":\"output\",\"sessionKey\":\"anna\",\"sessionId\":\"jms~anna\","
                        + "\"text\":\"You said: hello \\\"you\\\"\",\"data\":{},");
        assertOfTheContract(answer);
        assertThat(property(answer, "chatAgent")).isEqualTo("support");
        assertThat(answer.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(property(answer, "JMSXGroupID")).isEqualTo("anna");
        await().until(() -> artemis.messageCount("chat.input") == 0);
    }

    @Test
    void theAnswerToARequestGoesToItsReplyQueueUnderItsCorrelationId() throws Exception {
        Queue replies = probe.temporaryQueue();
        probe.ask("hello", group("anna"), correlationId("42"), replyTo(replies));

        Message answer = probe.receive(replies);
        assertThat(answer.getJMSCorrelationID()).isEqualTo("42");
        assertThat(json(answer).get("text").asText()).isEqualTo("You said: hello");
        assertThat(artemis.messageCount("chat.output")).isZero();
    }

    @Test
    void withoutACorrelationIdTheAnswerCarriesTheRequestsMessageId() {
        Queue replies = probe.temporaryQueue();
        String id = probe.ask("hello", group("anna"), replyTo(replies));

        assertThat(correlationId(probe.receive(replies))).isEqualTo(id);
    }

    @Test
    void theOutputsOfATurnComeInOrderAndSayWhichTurnAndWhichPart() throws Exception {
        probe.ask("several", group("anna"));

        List<Message> answers = probe.receive(output, 3);
        String turn = property(answers.get(0), "chatTurn");
        assertThat(turn).isNotBlank();
        for (int i = 0; i < 3; i++) {
            Message answer = answers.get(i);
            assertThat(json(answer).get("text").asText()).isEqualTo(i + 1 + " of 3");
            assertThat(property(answer, "chatTurn")).isEqualTo(turn);
            assertThat(answer.getIntProperty("chatPart")).isEqualTo(i + 1);
            assertOfTheContract(answer);
            assertThat(answer.getBooleanProperty("chatLast")).isEqualTo(i == 2);
        }
    }

    @Test
    void whoeverWaitsIsToldOfATurnWithoutOutputs() throws Exception {
        Queue replies = probe.temporaryQueue();
        probe.ask("silent", group("anna"), replyTo(replies));

        Message answer = probe.receive(replies);
        assertThat(json(answer).get("type").asText()).isEqualTo("turnEnd");
        assertOfTheContract(answer);

        probe.ask("silent", group("anna"));
        assertThat(json(probe.receive(output)).get("type").asText()).isEqualTo("turnEnd");
    }

    @Test
    void whatTheBotSaysUnaskedGoesToTheLatestReplyQueue() throws Exception {
        Queue replies = probe.temporaryQueue();
        probe.ask("later 100", group("anna"), correlationId("7"), replyTo(replies));

        Message asked = probe.receive(replies);
        Message unasked = probe.receive(replies);
        assertThat(asked.propertyExists("chatTurn")).isTrue();
        assertThat(unasked.propertyExists("chatTurn")).isFalse();
        assertThat(json(unasked).get("text").asText()).isEqualTo("This came later");
        assertThat(asked.getJMSCorrelationID()).isEqualTo("7");
        assertThat(unasked.getJMSCorrelationID()).isNull();
        assertOfTheContract(unasked);
    }

    @Test
    void aTraceGoesOnWithTheAnswersAndWithNothingThatNobodyAskedFor() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        probe.ask("later 100", group("anna"), property("traceparent", trace));

        assertThat(property(probe.receive(output), "traceparent")).isEqualTo(trace);
        assertThat(probe.receive(output).propertyExists("traceparent")).isFalse();

        probe.ask("hello", group("anna"), property("traceparent", "none"));
        assertThat(probe.receive(output).propertyExists("traceparent")).isFalse();
    }

    @Test
    void aStreamedAnswerIsOneMessageAndEachPieceOneWhereTheInputSaysSo() throws Exception {
        probe.ask("stream", group("anna"));
        Message whole = probe.receive(output);
        assertThat(whole.getBooleanProperty("chatLast")).isTrue();

        probe.ask("stream", group("anna"), property("stream", "pieces"));
        StringBuilder said = new StringBuilder();
        Message piece;
        do {
            piece = probe.receive(output);
            said.append(json(piece).path("text").asText(""));
        } while (!piece.getBooleanProperty("chatLast"));
        assertThat(said.toString()).isEqualTo(json(whole).get("text").asText());
    }

    @Test
    void aBotThatStreamsFortyPiecesWithACardInBetweenMakesTwoMessages() throws Exception {
        probe.ask("tell", group("anna"));

        List<Message> answers = probe.receive(output, 2);
        String joined =
                IntStream.rangeClosed(1, 40).mapToObj(i -> "word " + i + " ").collect(Collectors.joining());
        assertThat(json(answers.get(0)).get("text").asText()).isEqualTo(joined);
        assertThat(json(answers.get(1)).get("text").asText()).isEqualTo("Look?\n1. Yes");
        assertThat(answers.get(1).getBooleanProperty("chatLast")).isTrue();
        assertOfTheContract(answers.get(0));
        assertOfTheContract(answers.get(1));
        assertThat(artemis.messageCount("chat.output")).isZero();
    }

    @Test
    void aPersonsTypingIsPassedOnAndAnsweredByNobody() throws Exception {
        probe.ask("hello", group("anna"));
        probe.receive(output);
        probe.ask("{\"typing\":\"on\"}", group("anna"), property("contentType", "application/json"));

        await().untilAsserted(() -> assertThat(endpoint.journal().typings()).hasSize(1));
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(artemis.messageCount("chat.output")).isZero();
        assertThat(artemis.messageCount("chat.dead-letter")).isZero();
    }

    @Test
    void whoEndsItsSessionAndNamesAReplyQueueIsToldThatItIsClosed() throws Exception {
        Queue replies = probe.temporaryQueue();
        probe.ask("{\"close\":true}", group("anna"), replyTo(replies), property("contentType", "application/json"));

        Message answer = probe.receive(replies);
        assertThat(json(answer).get("type").asText()).isEqualTo("sessionClosed");
        assertOfTheContract(answer);
    }

    @Test
    void theSessionKeyIsTheGroupElseThePropertyElseTheCorrelationId() {
        probe.ask("1", group("a"), property("sessionKey", "x"), correlationId("y"));
        probe.receive(output);
        probe.ask("2", property("sessionKey", "b"), correlationId("y"));
        probe.receive(output);
        probe.ask("3", property("sessionKey", " "), correlationId("c"));
        probe.receive(output);

        assertThat(sessions()).containsExactly("jms~a", "jms~b", "jms~c");
    }

    @Test
    void aMessageIsTextUnlessItIsDeclaredAsJson() {
        probe.ask("{\"text\":\"hi\"}", group("a"), property("contentType", "application/json"));
        probe.ask("{smile}", group("b"));
        probe.receive(output, 2);
        assertThat(endpoint.journal().inputs())
                .extracting(input -> input.sessionId() + " " + input.text())
                .containsExactlyInAnyOrder("jms~a hi", "jms~b {smile}");

        probe.ask("[1]", group("c"), property("contentType", "application/json"));
        assertThat(property(probe.receive(deadLetters), "deadLetterReason")).isEqualTo("COGNIGY-INVALID-JSON");
    }

    @Test
    void theMessagesOfAGroupAreAnsweredInOrderAndGroupsDoNotWaitForEachOther() throws Exception {
        int groups = 12;
        int each = 8;
        for (int i = 0; i < each; i++) {
            for (int group = 0; group < groups; group++) {
                probe.ask("input " + i, group("group-" + group));
            }
        }

        Map<String, List<String>> answers = new HashMap<>();
        for (Message answer : probe.receive(output, groups * each)) {
            answers.computeIfAbsent(property(answer, "JMSXGroupID"), key -> new ArrayList<>())
                    .add(json(answer).get("text").asText());
        }
        List<String> inOrder =
                IntStream.range(0, each).mapToObj(i -> "You said: input " + i).toList();
        assertThat(answers)
                .hasSize(groups)
                .allSatisfy((key, texts) -> assertThat(texts).isEqualTo(inOrder));
    }

    @Test
    void aTurnThatTakesLongHoldsUpNobodyElse() {
        probe.ask("wait", property("sessionKey", "waiting"));
        await().until(() -> waiting.size() == 1);
        for (int i = 0; i < 20; i++) {
            probe.ask("hello", property("sessionKey", "quick-" + i));
        }

        assertThat(probe.receive(output, 20))
                .allSatisfy(answer -> assertThat(text(answer)).contains("You said: hello"));
        waiting.remove().run();
        assertThat(text(probe.receive(output))).contains("waited");
    }

    @Test
    void aMessageIsAcknowledgedOnlyWhenItsTurnIsOver() {
        probe.ask("wait", group("anna"));
        await().until(() -> waiting.size() == 1);
        assertThat(artemis.messageCount("chat.input")).isEqualTo(1);

        waiting.remove().run();
        probe.receive(output);
        await().until(() -> artemis.messageCount("chat.input") == 0);
    }

    @Test
    void aStopWaitsForTheTurnThatIsUnderWay() {
        probe.ask("wait", group("anna"));
        await().until(() -> waiting.size() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(routes::close);
        await().until(() -> routes.camel().isStopping());
        waiting.remove().run();
        stopped.join();
        assertThat(text(probe.receive(output))).contains("waited");
        assertThat(artemis.messageCount("chat.input")).isZero();
    }

    @Test
    void aTurnThatFailsIsADeadLetterWithTheCodeOfItsFailureAndItsNeighboursGoOn() throws Exception {
        probe.ask("exception", group("error"));
        probe.ask("{\"text\":", group("json"), property("contentType", "application/json"));
        probe.ask("{}", group("empty"), property("contentType", "application/json"));
        probe.ask("x".repeat(1_200_000), group("large"));
        probe.ask("hello", group("error"));

        Map<String, String> reasons = new HashMap<>();
        for (Message letter : probe.receive(deadLetters, 4)) {
            reasons.put(property(letter, "JMSXGroupID"), property(letter, "deadLetterReason"));
            assertThat(property(letter, "deadLetterMessage")).isNotBlank();
            assertThat(property(letter, "deadLetterMessageId")).startsWith("ID:");
            assertThat(CONTRACT.deadLetter(properties(letter))).isEmpty();
        }
        assertThat(reasons)
                .containsEntry("error", "COGNIGY-ENDPOINT-ERROR")
                .containsEntry("json", "COGNIGY-INVALID-JSON")
                .containsEntry("empty", "COGNIGY-EMPTY-INPUT")
                .containsEntry("large", "COGNIGY-PAYLOAD-TOO-LARGE");
        assertThat(text(probe.receive(output))).contains("You said: hello");
    }

    @Test
    void anAnswerThatIsALargeMessageToTheBrokerComesWholeAndItsInputIsAcknowledged() {
        String much = "x".repeat(300_000);
        probe.ask(much, group("anna"));

        assertThat(text(probe.receive(output))).contains("You said: " + much);
        await().until(() -> artemis.messageCount("chat.input") == 0);
    }

    @Test
    void aDeadLetterIsTheMessageAsItCame() throws Exception {
        Queue replies = probe.temporaryQueue();
        probe.ask("hello", replyTo(replies), property("colour", "blue"), message -> message.setIntProperty("size", 7));

        Message letter = probe.receive(deadLetters);
        assertThat(text(letter)).isEqualTo("hello");
        assertThat(property(letter, "deadLetterReason")).isEqualTo("BRIDGE-NO-KEY");
        assertThat(property(letter, "colour")).isEqualTo("blue");
        assertThat(letter.getObjectProperty("size")).isEqualTo(7);
        assertThat(property(letter, "deadLetterReplyTo")).contains(replies.getQueueName());
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(sessions()).isEmpty();
    }

    @Test
    void anAnswerToATemporaryQueueThatIsGoneIsADeadLetterAndTheQueueStaysGone() throws Exception {
        TemporaryQueue replies = (TemporaryQueue) probe.temporaryQueue();
        probe.ask("wait", group("anna"), replyTo(replies));
        await().until(() -> waiting.size() == 1);
        replies.delete();
        waiting.remove().run();

        Message letter = probe.receive(deadLetters);
        assertThat(property(letter, "deadLetterReason")).isEqualTo("BRIDGE-REPLY-QUEUE-GONE");
        assertThat(artemis.queues()).doesNotContain(replies.getQueueName());
        probe.ask("hello", group("anna"));
        assertThat(text(probe.receive(output))).contains("You said: hello");
        await().until(() -> artemis.messageCount("chat.input") == 0);
    }
}
