package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.Delivery;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A consumer makes one exchange of each event: in order per session, parallel across sessions, with its reply address. */
class EventConsumerTest extends CognigyTestSupport {

    private final Queue<Message> outputs = new ConcurrentLinkedQueue<>();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support").routeId("outputs").process(exchange -> {
                    if ("blocked".equals(exchange.getMessage().getHeader(SESSION_KEY))) {
                        release.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    }
                    outputs.add(exchange.getMessage().copy());
                });
                from("cognigy:support?events=finalPing,typingStatus,error,exception,connected,disconnected")
                        .routeId("events")
                        .process(exchange ->
                                events.add(exchange.getMessage().getHeader(CognigyConstants.EVENT, String.class)));
            }
        };
    }

    @Test
    void anOutputCarriesItsIdsItsTurnAndTheReplyAddress() throws Exception {
        tell("cognigy:support", "hello", SESSION_KEY, "alice", "replyTopic", "answers", "correlationId", "c-1");

        assertThat(outputs).hasSize(1);
        Message output = outputs.peek();
        assertThat(output.getBody(String.class)).isEqualTo("You said: hello");
        assertThat(output.getBody(JsonNode.class).path("text").asText()).isEqualTo("You said: hello");
        assertThat(output.getHeaders())
                .containsEntry(SESSION_KEY, "alice")
                .containsEntry(CognigyConstants.SESSION_ID, "alice")
                .containsEntry(CognigyConstants.USER_ID, "alice")
                .containsEntry(CognigyConstants.EVENT, "output")
                .containsEntry(CognigyConstants.UNSOLICITED, false)
                .containsEntry("replyTopic", "answers")
                .containsEntry("correlationId", "c-1")
                .containsKey(CognigyConstants.TURN_ID)
                .containsKey(CognigyConstants.TRACE_ID);
    }

    @Test
    void everyKindOfEventReachesWhoAsksForIt() throws Exception {
        tell("cognigy:support", "hello", SESSION_KEY, "alice");
        tell("cognigy:support", "error", SESSION_KEY, "alice");
        tell("cognigy:support", "exception", SESSION_KEY, "alice");
        endpoint.dropAll();

        await().untilAsserted(() -> assertThat(events)
                .contains("connected", "typingStatus", "finalPing", "error", "exception", "disconnected"));
        assertThat(events.peek()).isEqualTo("connected");
    }

    @Test
    void aRouteThatBlocksNeverStopsAnotherSessionsEvents() throws Exception {
        List<CompletableFuture<Exchange>> blocked = IntStream.range(0, 3)
                .mapToObj(i -> begin("cognigy:support", "hello " + i, SESSION_KEY, "blocked"))
                .toList();

        for (int i = 0; i < 50; i++) {
            assertThat(tell("cognigy:support", "hello", SESSION_KEY, "free-" + i)
                            .getException())
                    .isNull();
        }

        assertThat(outputs).hasSize(50);
        assertThat(blocked).noneMatch(CompletableFuture::isDone);
        release.countDown();
        CompletableFuture.allOf(blocked.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<String> asked = endpoint.journal().inputs("blocked").stream()
                .map(input -> "You said: " + input.text())
                .toList();
        assertThat(outputs.stream()
                        .filter(output -> "blocked".equals(output.getHeader(SESSION_KEY)))
                        .map(output -> output.getBody(String.class)))
                .hasSize(3)
                .containsExactlyElementsOf(asked);
    }

    @Test
    void anUnsolicitedOutputComesWithTheLatestReplyAddressAndIsAcknowledgedOnceRouted() throws Exception {
        tell("cognigy:support", "hello", SESSION_KEY, "alice", "replyTopic", "first");
        tell("cognigy:support", "hello", SESSION_KEY, "alice", "replyTopic", "latest");

        endpoint.push("alice", "by the way");

        await().untilAsserted(() -> assertThat(outputs).hasSize(3));
        Message output = outputs.stream().skip(2).findFirst().orElseThrow();
        assertThat(output.getBody(String.class)).isEqualTo("by the way");
        assertThat(output.getHeaders())
                .containsEntry(CognigyConstants.UNSOLICITED, true)
                .containsEntry("replyTopic", "latest")
                .doesNotContainKey(CognigyConstants.TURN_ID);
        await().untilAsserted(() ->
                assertThat(endpoint.journal().deliveries()).isNotEmpty().allMatch(EventConsumerTest::acknowledged));
    }

    @Test
    void anUnsolicitedOutputIsNotAcknowledgedWhileItsRouteIsNotDone() throws Exception {
        CompletableFuture<Exchange> turn = begin("cognigy:support", "silent", SESSION_KEY, "blocked");
        turn.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // The final ping's acknowledgement may come after the caller was told.
        await().untilAsserted(() -> assertThat(acknowledged("blocked")).isEqualTo(1));
        endpoint.journal().clear();

        endpoint.push("blocked", "by the way");
        tell("cognigy:support", "hello", SESSION_KEY, "alice");

        assertThat(acknowledged("blocked")).isZero();
        release.countDown();
        await().untilAsserted(() -> assertThat(acknowledged("blocked")).isEqualTo(1));
    }

    private static boolean acknowledged(Delivery delivery) {
        return delivery.result() == Delivery.Result.ACKNOWLEDGED;
    }

    private long acknowledged(String sessionId) {
        return endpoint.journal().deliveries().stream()
                .filter(delivery -> sessionId.equals(delivery.sessionId()))
                .filter(EventConsumerTest::acknowledged)
                .count();
    }
}
