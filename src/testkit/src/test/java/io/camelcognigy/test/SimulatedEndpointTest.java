package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The simulated endpoint speaks both generations and both handshakes, frame by frame as PROTOCOL §15 has it. */
class SimulatedEndpointTest {

    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void anEngineIo4ClientHoldsATurn() {
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            client.send(RawClient.input("s-1", "hello"));

            assertThat(client.event("typingStatus")).contains("typingOn");
            assertThat(client.event("output")).contains("\"type\":\"output\"", "\"text\":\"You said: hello\"");
            assertThat(client.event("finalPing")).contains("\"type\":\"regular\"");

            await().until(() -> endpoint.journal().deliveries().size() == 2);
            assertThat(endpoint.journal().deliveries())
                    .extracting(Delivery::result)
                    .containsOnly(Delivery.Result.ACKNOWLEDGED);
            assertThat(endpoint.journal().violations()).isEmpty();
            assertThat(endpoint.progress()).isEqualTo(Progress.FINAL_PING_SENT);
        }
    }

    @Test
    void anEngineIo3ClientHoldsATurnAndSendsThePings() {
        try (RawClient client = RawClient.open(endpoint, 3, RawClient.query("s-1"))) {
            client.expect("0{");
            client.expect("40");
            client.expect("42[\"endpoint-ready\"]");
            client.send("2");
            client.expect("3");
            client.send(RawClient.input("s-1", "hello"));

            client.event("typingStatus");
            client.event("output");
            client.event("finalPing");

            await().until(() -> endpoint.journal().deliveries().size() == 2);
            assertThat(endpoint.journal().violations()).isEmpty();
        }
    }

    @Test
    void theInnerHandshakeComesBeforeReadiness() {
        try (RawClient client = RawClient.open(endpoint, 4, "handshake=true")) {
            client.expect("0{");
            client.send("40");
            client.expect("40{");
            String asked = client.next();
            SocketIoPacket handshake = SocketIoPacket.parse(asked);
            assertThat(handshake.payload()).isEqualTo("[\"handshake\"]");
            client.send(
                    "43" + handshake.ackId()
                            + "[{\"userId\":\"u-1\",\"sessionId\":\"s-1\",\"urlToken\":\"demo\",\"testMode\":false,\"emitWithAck\":true}]");
            client.expect("42[\"endpoint-ready\"]");

            assertThat(endpoint.journal().violations()).isEmpty();
            assertThat(endpoint.liveConnections("s-1")).isOne();
        }
    }

    @Test
    void idsInTheQueryAreDecodedTwice() {
        String query = "sessionId=s%252F1&urlToken=demo&userId=a%2540b%2520c";
        try (RawClient client = RawClient.open(endpoint, 4, query)) {
            client.expect("0{");
            client.send("40");
            client.expect("40{");
            client.expect("42[\"endpoint-ready\"]");

            assertThat(endpoint.journal().handshakes()).singleElement().satisfies(handshake -> {
                assertThat(handshake.sessionId()).isEqualTo("s/1");
                assertThat(handshake.userId()).isEqualTo("a@b c");
                assertThat(handshake.emitWithAck()).isTrue();
            });
            assertThat(endpoint.journal().violations()).isEmpty();
        }
    }

    @Test
    void withoutEmitWithAckNothingAsksForAnAcknowledgement() {
        String query = RawClient.query("s-1").replace("emitWithAck=true", "emitWithAck=false");
        try (RawClient client = RawClient.open(endpoint, 3, query)) {
            client.expect("0{");
            client.expect("40");
            client.expect("42[\"endpoint-ready\"]");
            client.send(RawClient.input("s-1", "count 1"));
            client.expect("42[\"output\"");
            client.expect("42[\"finalPing\"");

            assertThat(endpoint.journal().deliveries()).isEmpty();
        }
    }

    @Test
    void unsolicitedOutputsReachTheirSessionOnly() {
        try (RawClient one = RawClient.ready(endpoint, "s-1");
                RawClient two = RawClient.ready(endpoint, "s-2")) {
            assertThat(endpoint.push("s-1", "unasked", Map.of("from", "agent"))).isOne();
            assertThat(endpoint.push("s-3", "nobody there")).isZero();

            assertThat(one.event("output")).contains("unasked", "\"from\":\"agent\"");
            two.send(RawClient.input("s-2", "silent"));
            two.event("finalPing");
        }
    }

    @Test
    void aBotCanSpeakAfterTheEndOfItsTurn() {
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            client.send(RawClient.input("s-1", "later 10"));
            client.event("output");
            client.event("finalPing");
            assertThat(client.event("output")).contains("This came later");
            assertThat(endpoint.journal().violations()).isEmpty();
        }
    }

    @Test
    void aBotOfOnesOwnMayAnswerFromItsOwnThread() {
        Bot bot = (input, reply) -> CompletableFuture.runAsync(() -> {
            reply.say(input.text().toUpperCase(Locale.ROOT));
            reply.finalPing(null);
        });
        try (SimulatedEndpoint own = SimulatedEndpoint.builder().bot(bot).start();
                RawClient client = RawClient.ready(own, "s-1")) {
            client.send(RawClient.input("s-1", "hello"));
            assertThat(client.event("output")).contains("HELLO");
            assertThat(client.event("finalPing")).isEqualTo("[\"finalPing\"]");
        }
    }

    @Test
    void aBotThatFailsEndsTheTurnWithAnException() {
        Bot bot = (input, reply) -> {
            throw new IllegalStateException(input.text());
        };
        try (SimulatedEndpoint broken = SimulatedEndpoint.builder().bot(bot).start();
                RawClient client = RawClient.ready(broken, "s-1")) {
            client.send(RawClient.input("s-1", "hello"));
            assertThat(client.event("exception")).contains("BOT_FAILED").doesNotContain("hello");
            client.send(RawClient.input("s-1", "again"));
            client.event("exception");
            assertThat(broken.journal().violations()).isEmpty();
        }
    }

    @Test
    void readinessCanBeLate() {
        Duration delay = Duration.ofMillis(50);
        try (SimulatedEndpoint late =
                        SimulatedEndpoint.builder().readyDelay(delay).start();
                RawClient client = RawClient.ready(late, "s-1")) {
            assertThat(late.progress()).isEqualTo(Progress.READY);
            client.send(RawClient.input("s-1", "silent"));
            client.event("finalPing");
        }
    }

    @Test
    void aBasePathIsPartOfTheServerAddress() {
        try (SimulatedEndpoint based =
                SimulatedEndpoint.builder().basePath("/base").token("t0k").start()) {
            assertThat(based.endpointUrl()).isEqualTo("http://127.0.0.1:" + based.port() + "/base/t0k");
            RawClient.open(based, 4, RawClient.query("s-1")).close();
        }
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> SimulatedEndpoint.builder().port(endpoint.port()).start())
                .withMessageContaining("127.0.0.1:" + endpoint.port());
    }

    @Test
    void closingFreesThePortAtOnceAndCanBeRepeated() {
        int port = endpoint.port();
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            endpoint.close();
            endpoint.close();
            assertThat(client.closeCode()).isEqualTo(1006);
        }
        SimulatedEndpoint.builder().port(port).start().close();
    }

    @Test
    void theJournalKeepsTheLatestAndCountsAll() {
        try (SimulatedEndpoint brief =
                        SimulatedEndpoint.builder().journalBound(2).start();
                RawClient client = RawClient.ready(brief, "s-1")) {
            for (String text : List.of("one", "two", "three")) {
                client.send(RawClient.input("s-1", text));
            }
            await().until(() -> brief.journal().inputCount() == 3);
            assertThat(brief.journal().inputs()).extracting(ReceivedInput::text).containsExactly("two", "three");
        }
    }
}
