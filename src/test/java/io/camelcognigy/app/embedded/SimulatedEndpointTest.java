package io.camelcognigy.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
        String query = "sessionId=s%2F1&urlToken=demo&userId=a%2540b%2520c".replace("s%2F1", "s%252F1");
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
}
