package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.FailAt;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.EndpointFixture.Wishes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every transport promises against every server: readiness before anything else, every event once and in order,
 * every acknowledgement with its own id, and exactly one loss with its reason, whatever happens.
 */
abstract class ConnectorContract extends TransportContract {

    private EndpointFixture endpoint;

    abstract EndpointFixture endpoint(Wishes wishes);

    /** Whether the transport keeps its side of the heartbeat up while nothing is read. */
    boolean staysAliveUnread() {
        return true;
    }

    /** What the server tells of the usual wish; old servers tell nothing. */
    OptionalInt announcedMaxPayload() {
        return OptionalInt.of(Wishes.usual().maxPayload());
    }

    @AfterEach
    final void closeEndpoint() {
        closeConnector();
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTurnGoesThroughInBothHandshakes(HandshakeMode mode) {
        given(Wishes.usual());
        ConnectRequest request = request(mode, "s-1", "u-1");
        RecordingListener listener = open(request);

        listener.awaitReady().send(input(request, "hello"));

        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
        assertThat(listener.texts()).containsExactly("You said: hello");
        await().atMost(SOON).until(() -> endpoint.acknowledged() == 2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(endpoint.handshakes())
                        .extracting(ClientHandshake::inner, ClientHandshake::sessionId, ClientHandshake::userId)
                        .containsExactly(tuple(mode == HandshakeMode.INNER, "s-1", "u-1")));
        assertThat(endpoint.violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void idsWithAnyCharactersArriveAsTheyAre(HandshakeMode mode) {
        given(Wishes.usual());
        RecordingListener listener = new RecordingListener();
        String sessionId = "a+b c&d=e%20f/ü?#'\"\\😀";
        ConnectRequest request = request(mode, sessionId, "user@example.com");
        open(request, listener);

        listener.awaitReady().send(input(request, "hello"));

        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(endpoint.handshakes())
                        .extracting(ClientHandshake::sessionId, ClientHandshake::userId)
                        .containsExactly(tuple(sessionId, "user@example.com")));
        assertThat(endpoint.violations()).isEmpty();
    }

    @Test
    void nothingCanBeSentBeforeReadiness() {
        given(Wishes.failing(FailAt.BEFORE_READY));
        RecordingListener listener = new RecordingListener();
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        Connection connection = open(request, listener);

        assertThatThrownBy(() -> connection.send(input(request, "too early")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the connection is not ready yet");
    }

    @Test
    void aServerThatIsNeverReadyFailsTheAttempt() {
        given(Wishes.failing(FailAt.BEFORE_READY));
        RecordingListener listener = open(impatient(HandshakeMode.QUERY, OnReadyTimeout.FAIL));

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.NOT_READY);
        assertThat(listener.isReady()).isFalse();
        assertThat(listener.awaitClosed().wasReady()).isFalse();
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
    }

    @Test
    void anOldServerThatIsNeverReadyCanBeTalkedToAfterTheTimeout() {
        given(Wishes.failing(FailAt.BEFORE_READY));
        RecordingListener listener = open(impatient(HandshakeMode.QUERY, OnReadyTimeout.PROCEED));

        assertThat(listener.awaitReady()).isNotNull();
        await().atMost(SOON).until(() -> endpoint.connections() == 1);
    }

    @Test
    void anAcknowledgementGoesOutWhenItIsGivenAndNotBefore() {
        given(Wishes.usual());
        RecordingListener listener = RecordingListener.withholdingAcks();
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        open(request, listener);
        listener.awaitReady().send(input(request, "hello"));
        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
        assertThat(endpoint.acknowledged()).isZero();

        for (Ack ack : listener.acks) {
            ack.acknowledge();
            ack.acknowledge();
        }

        await().atMost(SOON).until(() -> endpoint.acknowledged() == 2);
        assertThat(endpoint.unacknowledged()).isZero();
        assertThat(endpoint.violations()).isEmpty();
    }

    @Test
    void outputsComeInTheOrderOfTheWireAndEachIsAcknowledged() {
        given(Wishes.usual());
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);

        listener.awaitReady().send(input(request, "count 500"));

        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
        assertThat(listener.texts())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500)
                        .mapToObj(n -> n + " of 500")
                        .toList());
        await().atMost(SOON).until(() -> endpoint.acknowledged() == 501);
        assertThat(endpoint.violations()).isEmpty();
    }

    @Test
    void whatTheServerTakesPerMessageIsKnownWhenItIsReady() {
        given(Wishes.usual());
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));

        assertThat(listener.awaitReady().maxPayload()).isEqualTo(announcedMaxPayload());
    }

    @ParameterizedTest
    @EnumSource(
            value = FailAt.class,
            names = {"REFUSE", "DISCONNECT_BEFORE_READY"})
    void aServerThatSaysNoBeforeItIsReadyHasRefused(FailAt fault) {
        given(Wishes.failing(fault));
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));

        Loss loss = listener.awaitClosed();

        assertThat(loss.reason()).isEqualTo(Loss.Reason.REFUSED);
        assertThat(loss.source()).isEqualTo(Loss.Source.SERVER);
        assertThat(loss.wasReady()).isFalse();
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
    }

    @Test
    void aDisconnectByTheServerIsNamed() {
        Loss loss = lossAfter(FailAt.SERVER_DISCONNECT);

        assertThat(loss.reason()).isEqualTo(Loss.Reason.SERVER_DISCONNECT);
        assertThat(loss.source()).isEqualTo(Loss.Source.SERVER);
        assertThat(loss.wasReady()).isTrue();
    }

    @Test
    void aCutConnectionIsReportedOnce() {
        Loss loss = lossAfter(FailAt.ON_INPUT);

        assertThat(loss.reason()).isEqualTo(Loss.Reason.TRANSPORT_CLOSED);
        assertThat(loss.wasReady()).isTrue();
    }

    @Test
    void unsolicitedOutputsComeAndAreAcknowledged() {
        given(Wishes.usual());
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        listener.awaitReady();

        endpoint.push("s-1", "nobody asked");

        await().atMost(SOON).until(() -> endpoint.acknowledged() == 1);
        assertThat(listener.texts()).containsExactly("nobody asked");
    }

    @Test
    void whatIsNotReadComesLaterWholeAndInOrder() {
        given(Wishes.usual());
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);
        Connection connection = listener.awaitReady();
        connection.reading(false);
        connection.reading(false);
        connection.send(input(request, "count 500"));
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> listener.events.isEmpty());

        connection.reading(true);

        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
        assertThat(listener.texts())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500)
                        .mapToObj(n -> n + " of 500")
                        .toList());
        assertThat(endpoint.violations()).isEmpty();
    }

    @Test
    void aConnectionThatIsNotReadIsNotTakenForDead() {
        given(Wishes.usual().heartbeat(Duration.ofMillis(300), Duration.ofMillis(300)));
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        Connection connection = listener.awaitReady();
        connection.reading(false);
        if (!staysAliveUnread()) {
            assertThat(listener.awaitClosed().wasReady()).isTrue();
            return;
        }
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> listener.losses.isEmpty());
        connection.reading(true);
        endpoint.push("s-1", "still there");

        await().atMost(SOON).until(() -> listener.texts().equals(List.of("still there")));
        assertThat(listener.losses).isEmpty();
        assertThat(endpoint.violations()).isEmpty();
    }

    @Test
    void aConnectionThatIsNotReadCanBeClosed() {
        given(Wishes.usual());
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        Connection connection = listener.awaitReady();
        connection.reading(false);

        connection.close();

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
        connection.reading(true);
    }

    @Test
    void aMessageOverOurLimitEndsTheConnection() {
        given(Wishes.usual(), TransportSettings.defaults().withMaxInboundBytes(1_000_000));

        Loss loss = lossAfter(FailAt.OVERSIZED_FRAME);

        assertThat(loss.reason()).isEqualTo(Loss.Reason.FRAME_TOO_LARGE);
        assertThat(loss.source()).isEqualTo(Loss.Source.CLIENT);
    }

    @Test
    void aMessageOverTheServersLimitIsTheReasonOfTheLoss() {
        given(Wishes.usual());
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);

        listener.awaitReady().send(input(request, "x".repeat(200_000)));

        Loss loss = listener.awaitClosed();
        assertThat(loss.reason()).isEqualTo(Loss.Reason.FRAME_TOO_LARGE);
        assertThat(loss.source()).isEqualTo(Loss.Source.SERVER);
    }

    @Test
    void aHalfOpenConnectionIsNoticedWhenTheHeartbeatStaysAway() {
        given(Wishes.usual().heartbeat(Duration.ofMillis(300), Duration.ofMillis(700)));
        long before = System.nanoTime();

        Loss loss = lossAfter(FailAt.HALF_OPEN);

        assertThat(loss.reason()).isEqualTo(Loss.Reason.PING_TIMEOUT);
        assertThat(loss.source()).isEqualTo(Loss.Source.NETWORK);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(700), SOON);
    }

    @Test
    void aQuietConnectionLivesOnItsHeartbeat() {
        given(Wishes.usual().heartbeat(Duration.ofMillis(100), Duration.ofMillis(900)));
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);
        Connection connection = listener.awaitReady();

        await().during(Duration.ofMillis(1_200)).atMost(SOON).until(() -> listener.losses.isEmpty());
        connection.send(input(request, "hello"));

        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
    }

    @Test
    void aConnectionCanBeClosedBeforeItIsReady() {
        given(Wishes.failing(FailAt.BEFORE_READY));
        RecordingListener listener = new RecordingListener();
        Connection connection = open(request(HandshakeMode.QUERY, "s-1", "u-1"), listener);
        await().atMost(SOON).until(() -> endpoint.connections() == 1);

        connection.close();
        connection.close();

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
    }

    @Test
    void aListenerMayCloseFromWithinACallback() {
        given(Wishes.usual());
        RecordingListener listener = RecordingListener.onReadyDoing(Connection::close);
        open(request(HandshakeMode.QUERY, "s-1", "u-1"), listener);

        Loss loss = listener.awaitClosed();

        assertThat(loss.reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        assertThat(loss.wasReady()).isTrue();
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        given(Wishes.usual());
        RecordingListener listener = RecordingListener.onReadyDoing(connection -> {
            throw new IllegalStateException("a fault of the listener's");
        });
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        open(request, listener);

        listener.awaitReady().send(input(request, "hello"));

        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
    }

    @Test
    void sendingOnALostConnectionDoesNothing() {
        given(Wishes.usual());
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);
        Connection connection = listener.awaitReady();
        connection.close();
        listener.awaitClosed();

        connection.send(input(request, "too late"));

        await().atMost(SOON).until(() -> endpoint.connections() == 0);
    }

    @Test
    void closingTheConnectorClosesWhatIsOpenAndRefusesMore() {
        given(Wishes.usual());
        RecordingListener ready = new RecordingListener();
        open(request(HandshakeMode.QUERY, "s-1", "u-1"), ready);
        ready.awaitReady();
        RecordingListener opening = new RecordingListener();
        open(request(HandshakeMode.QUERY, "s-2", "u-1"), opening);

        closeConnector();

        RecordingListener late = new RecordingListener();
        open(request(HandshakeMode.QUERY, "s-3", "u-1"), late);
        for (RecordingListener listener : List.of(ready, opening, late)) {
            assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        }
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
    }

    @Test
    void manyConnectionsComeAndGoAndLeaveNoThreadsBehind() {
        given(Wishes.usual());
        int threadsBefore = ownThreads();
        List<RecordingListener> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RecordingListener listener = new RecordingListener();
            all.add(listener);
            open(request(HandshakeMode.QUERY, "s-" + i, "u-1"), listener);
        }
        List<Connection> connections =
                all.stream().map(RecordingListener::awaitReady).toList();
        await().atMost(SOON).until(() -> endpoint.connections() == 200);

        connections.forEach(Connection::close);

        all.forEach(RecordingListener::awaitClosed);
        await().atMost(SOON).until(() -> endpoint.connections() == 0);
        closeConnector();
        await().atMost(SOON).untilAsserted(() -> assertThat(ownThreads()).isLessThanOrEqualTo(threadsBefore));
    }

    private void given(Wishes wishes) {
        given(wishes, TransportSettings.defaults());
    }

    private void given(Wishes wishes, TransportSettings settings) {
        connectorWith(settings);
        endpoint = endpoint(wishes);
    }

    private ConnectRequest request(HandshakeMode mode, String sessionId, String userId) {
        return request(endpoint.endpointUrl(), mode, sessionId, userId);
    }

    private ConnectRequest impatient(HandshakeMode mode, OnReadyTimeout onReadyTimeout) {
        return impatientOnceConnected(endpoint.endpointUrl(), mode, onReadyTimeout);
    }

    /** Becomes ready, sends an input that runs into the fault, and tells the loss. */
    private Loss lossAfter(FailAt fault) {
        if (endpoint == null) {
            given(Wishes.usual());
        }
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);
        Connection connection = listener.awaitReady();
        endpoint.strike(fault);
        connection.send(input(request, "hello"));
        return listener.awaitClosed();
    }

    /** Threads that a transport may start; the endpoint's and the test framework's do not count. */
    private static int ownThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cognigy-")
                        || name.startsWith("engine.io")
                        || name.startsWith("EventThread")
                        || name.startsWith("OkHttp")
                        || name.startsWith("Timer"))
                .count();
    }
}
