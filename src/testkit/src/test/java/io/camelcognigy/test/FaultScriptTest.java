package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scripted fault strikes where it says, as often as it says, and leaves the other connections alone. */
class FaultScriptTest {

    private static final int CUT = 1006;

    private final SimulatedEndpoint endpoint =
            SimulatedEndpoint.builder().oversizedBytes(100_000).start();

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void aFaultStrikesTheScriptedNumberOfTimes() {
        endpoint.failAt(FailAt.ON_INPUT, 2);

        for (int i = 0; i < 2; i++) {
            try (RawClient client = RawClient.ready(endpoint, "s-1")) {
                client.send(RawClient.input("s-1", "hello"));
                assertThat(client.closeCode()).isEqualTo(CUT);
            }
        }
        aTurnGoesThrough("s-1");
        assertThat(endpoint.journal().violations()).isEmpty();
        assertThat(endpoint.accepted()).isEqualTo(3);
    }

    @Test
    void aScriptCanBeTakenBack() {
        endpoint.failAt(FailAt.REFUSE, 100);
        endpoint.failNoMore();

        aTurnGoesThrough("s-1");
    }

    @Test
    void aConnectionCanBeCutBeforeAByte() throws IOException {
        endpoint.failAt(FailAt.ACCEPT, 1);

        try (Socket socket = new Socket("127.0.0.1", endpoint.port())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(endpoint.progress()).isEqualTo(Progress.ACCEPTED);
        aTurnGoesThrough("s-1");
    }

    @Test
    void anUpgradeCanBeAnsweredWith503() {
        endpoint.failAt(FailAt.HTTP_UPGRADE, 1);

        assertThatThrownBy(this::connect).hasMessageContaining("503");
        assertThat(endpoint.progress()).isEqualTo(Progress.ACCEPTED);
    }

    @Test
    void connectCanBeRefused() {
        endpoint.failAt(FailAt.REFUSE, 1);
        try (RawClient client = connect()) {
            client.expect("0{");
            client.send("40");
            client.expect("44{\"message\"");
            assertThat(endpoint.progress()).isEqualTo(Progress.UPGRADED);
        }
        endpoint.failAt(FailAt.REFUSE, 1);
        try (RawClient client = RawClient.open(endpoint, 3, RawClient.query("s-1"))) {
            client.expect("0{");
            client.expect("44\"");
        }
    }

    @Test
    void connectCanStayUnanswered() {
        endpoint.failAt(FailAt.NO_CONNECT, 1);
        try (RawClient client = RawClient.open(endpoint, 3, RawClient.query("s-1"))) {
            client.expect("0{");
            client.send("2");
            client.expect("3");
        }
    }

    @Test
    void aConnectionCanBeCutBeforeTheInnerHandshake() {
        endpoint.failAt(FailAt.BEFORE_HANDSHAKE, 1);
        try (RawClient client = RawClient.open(endpoint, 3, "handshake=true")) {
            client.expect("0{");
            client.expect("40");
            assertThat(client.closeCode()).isEqualTo(CUT);
        }
    }

    @Test
    void theInnerHandshakeCanStayAway() {
        endpoint.failAt(FailAt.NO_HANDSHAKE, 1);
        try (RawClient client = RawClient.open(endpoint, 3, "handshake=true")) {
            client.expect("0{");
            client.expect("40");
            client.send("2");
            client.expect("3");
            assertThat(endpoint.progress()).isEqualTo(Progress.CONNECTED);
        }
    }

    @Test
    void readinessCanStayAway() {
        endpoint.failAt(FailAt.BEFORE_READY, 1);
        try (RawClient client = RawClient.open(endpoint, 3, RawClient.query("s-1"))) {
            client.expect("0{");
            client.expect("40");
            client.send("2");
            client.expect("3");
            assertThat(endpoint.progress()).isEqualTo(Progress.IDENTIFIED);
        }
    }

    @Test
    void anExceptionOrADisconnectCanComeInPlaceOfReadiness() {
        endpoint.failAt(FailAt.EXCEPTION_BEFORE_READY, 1);
        try (RawClient client = RawClient.open(endpoint, 3, RawClient.query("s-1"))) {
            client.expect("0{");
            client.expect("40");
            client.event("exception");
        }
        endpoint.failAt(FailAt.DISCONNECT_BEFORE_READY, 1);
        try (RawClient client = RawClient.open(endpoint, 3, RawClient.query("s-2"))) {
            client.expect("0{");
            client.expect("40");
            client.expect("41");
            client.closeCode();
        }
    }

    @Test
    void aTurnCanBeCutBetweenItsOutputs() {
        endpoint.failAt(FailAt.BETWEEN_OUTPUTS, 1);
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            client.send(RawClient.input("s-1", "several"));
            assertThat(client.next()).contains("1 of 3");
            assertThat(client.closeCode()).isEqualTo(CUT);
            assertThat(client.nothingReceived()).isTrue();
        }
    }

    @Test
    void aTurnCanBeCutBeforeItsFinalPing() {
        endpoint.failAt(FailAt.BEFORE_FINAL_PING, 1);
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            client.send(RawClient.input("s-1", "several"));
            assertThat(client.next()).contains("1 of 3");
            assertThat(client.next()).contains("2 of 3");
            assertThat(client.next()).contains("3 of 3");
            assertThat(client.closeCode()).isEqualTo(CUT);
            assertThat(endpoint.progress()).isEqualTo(Progress.OUTPUT_SENT);
        }
    }

    @Test
    void anInputCanBeAnsweredWithWhatIsNotTheProtocol() {
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            endpoint.failAt(FailAt.GARBAGE_FRAME, 1);
            client.send(RawClient.input("s-1", "hello"));
            client.expect("\u2603");
            endpoint.failAt(FailAt.BROKEN_JSON, 1);
            client.send(RawClient.input("s-1", "hello"));
            assertThat(client.next()).doesNotEndWith("]");
            endpoint.failAt(FailAt.OVERSIZED_FRAME, 1);
            client.send(RawClient.input("s-1", "hello"));
            assertThat(client.next()).hasSizeGreaterThan(100_000);
        }
    }

    @Test
    void theServerCanEndAConnectionOnPurpose() {
        endpoint.failAt(FailAt.SERVER_DISCONNECT, 1);
        try (RawClient client = RawClient.ready(endpoint, "s-1")) {
            client.send(RawClient.input("s-1", "hello"));
            client.expect("41");
        }
        endpoint.failAt(FailAt.GOING_AWAY, 1);
        try (RawClient client = RawClient.ready(endpoint, "s-2")) {
            client.send(RawClient.input("s-2", "hello"));
            assertThat(client.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void aHalfOpenConnectionSaysNothingMoreAndCountsAsGone() {
        Duration interval = Duration.ofMillis(50);
        try (SimulatedEndpoint quick = SimulatedEndpoint.builder()
                        .heartbeat(interval, interval)
                        .start();
                RawClient client = RawClient.ready(quick, "s-1")) {
            client.expect("2");
            client.send("3");
            quick.strike("s-1", FailAt.HALF_OPEN);
            await().until(() -> quick.liveConnections("s-1") == 0);

            await().during(interval.multipliedBy(4)).until(() -> client.pings() <= 1 && !client.isClosed());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ON_INPUT", "SERVER_DISCONNECT", "GOING_AWAY", "HALF_OPEN"})
    void aLiveConnectionCanBeStruckWithoutAnInput(FailAt fault) {
        try (RawClient struck = RawClient.ready(endpoint, "s-1");
                RawClient neighbour = RawClient.ready(endpoint, "s-2")) {
            assertThat(endpoint.strike("s-1", fault)).isOne();
            await().until(() -> endpoint.liveConnections("s-1") == 0);

            assertThat(struck).isNotNull();
            neighbour.send(RawClient.input("s-2", "silent"));
            neighbour.event("finalPing");
        }
    }

    @Test
    void aFaultThatNeedsItsMomentCannotStrikeAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoint.strike("s-1", FailAt.BEFORE_READY))
                .withMessageContaining("failAt");
    }

    @Test
    void allConnectionsCanBeDroppedAndNewOnesAreWelcome() {
        try (RawClient one = RawClient.ready(endpoint, "s-1");
                RawClient two = RawClient.ready(endpoint, "s-2")) {
            endpoint.dropAll();

            assertThat(one.closeCode()).isEqualTo(CUT);
            assertThat(two.closeCode()).isEqualTo(CUT);
            await().until(() -> endpoint.connections() == 0);
        }
        aTurnGoesThrough("s-1");
        assertThat(endpoint.journal().violations()).isEmpty();
    }

    private RawClient connect() {
        return RawClient.open(endpoint, 4, RawClient.query("s-1"));
    }

    private void aTurnGoesThrough(String sessionId) {
        try (RawClient client = RawClient.ready(endpoint, sessionId)) {
            client.send(RawClient.input(sessionId, "silent"));
            client.event("finalPing");
        }
    }
}
