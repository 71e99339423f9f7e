package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transport writes, frame by frame, and what it makes of frames that servers seldom send; in one generation. */
abstract class WireContract extends TransportContract {

    private static final String STILL_THERE =
            "42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"still there\"}}]";

    FrameServer server;

    /** The generation that is spoken. */
    abstract FrameServer.Generation generation();

    @BeforeEach
    final void startServer() {
        server = new FrameServer(generation());
    }

    @AfterEach
    final void closeServer() {
        server.close();
    }

    @Test
    void theQueryHandshakeIsEncodedTwice() {
        open(request(HandshakeMode.QUERY, "s 1", "user@example.com"));

        HandshakeComplete upgrade = server.nextUpgrade();

        assertThat(upgrade.requestUri())
                .startsWith("/base/socket.io/?")
                .contains("userId=user%2540example.com", "sessionId=s%25201", "urlToken=token-17")
                .contains("testMode=false", "emitWithAck=true", generation().engineIo(), "transport=websocket");
        assertThat(upgrade.requestHeaders().contains(HttpHeaderNames.ORIGIN)).isFalse();
    }

    @Test
    void theInnerHandshakeKeepsIdsAndTokenOutOfTheUrl() {
        open(request(HandshakeMode.INNER, "s-1", "u@7"));

        Map<String, List<String>> query =
                new QueryStringDecoder(server.nextUpgrade().requestUri()).parameters();
        assertThat(query)
                .containsOnly(
                        Map.entry("handshake", List.of("true")),
                        Map.entry("EIO", List.of(generation().engineIo().substring(4))),
                        Map.entry("transport", List.of("websocket")));
        server.opening();
        server.send(generation().connectReply(), "420[\"handshake\"]");
        server.expect("430[{\"userId\":\"u@7\",\"sessionId\":\"s-1\",\"urlToken\":\"token-17\","
                + "\"testMode\":false,\"emitWithAck\":true}]");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void readinessNeedsBothTheInnerHandshakeAndTheEventInAnyOrder(boolean handshakeFirst) {
        RecordingListener listener = open(request(HandshakeMode.INNER, "s-1", "u-1"));
        server.nextUpgrade();
        server.opening();
        server.send(generation().connectReply(), handshakeFirst ? "420[\"handshake\"]" : FrameServer.READY, "2");
        if (handshakeFirst) {
            assertThat(server.nextFrame()).startsWith("430[");
        }
        server.expect("3");
        assertThat(listener.isReady()).isFalse();

        server.send(handshakeFirst ? FrameServer.READY : "420[\"handshake\"]");

        assertThat(listener.awaitReady()).isNotNull();
    }

    @Test
    void whatComesInOneBurstWithTheConnectReplyIsNotLost() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.nextUpgrade();
        server.send(
                FrameServer.OPEN,
                "42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"before\"}}]",
                FrameServer.READY,
                generation().connectReply(),
                "42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"after\"}}]");

        listener.awaitReady();

        await().atMost(SOON).until(() -> listener.texts().equals(List.of("before", "after")));
    }

    @Test
    void anInputIsOneTextFrame() {
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);
        server.welcome();

        listener.awaitReady().send(input(request, "grüße"));

        assertThat(server.nextFrame())
                .startsWith("42[\"processInput\",{\"URLToken\":\"token-17\"")
                .contains("grüße");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "17", "007", "2147483648", "123456789012345678901234567890"})
    void anAcknowledgementEchoesTheIdExactly(String id) {
        open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.welcome();

        server.send("42" + id + "[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"Hi\"}}]");

        server.expect("43" + id + "[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"somethingNew", "endpoint-ready"})
    void anAcknowledgementIsGivenForEventsTheListenerNeedNotKnow(String event) {
        RecordingListener listener = ready();

        server.send("429[\"" + event + "\",{}]");

        server.expect("439[]");
        assertThat(listener.acks).noneMatch(Ack::requested);
    }

    @Test
    void heartbeatsAreAnsweredOnBothLevels() {
        RecordingListener listener = ready();

        server.send("2");
        server.expect("3");
        server.send(new PingWebSocketFrame());
        server.expect("pong");
    }

    @Test
    void aMessageInFragmentsIsPutTogether() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.welcome();
        listener.awaitReady();
        byte[] text =
                "42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"grüße\"}}]".getBytes(StandardCharsets.UTF_8);
        int inTheMiddleOfTheUmlaut = new String(text, StandardCharsets.ISO_8859_1).indexOf('Ã') + 1;

        server.send(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(text, 0, inTheMiddleOfTheUmlaut)));
        server.send(new ContinuationWebSocketFrame(
                true, 0, Unpooled.wrappedBuffer(text, inTheMiddleOfTheUmlaut, text.length - inTheMiddleOfTheUmlaut)));

        await().atMost(SOON).until(() -> listener.texts().equals(List.of("grüße")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2603 this is not the protocol",
                "9",
                "4",
                "49",
                "42",
                "42{}",
                "42[]",
                "42[17]",
                "42[\"output\",{\"type\":",
                "42[\"output\"] and more",
                "0{}",
                "0not even JSON",
                "40[]"
            })
    void whatIsNotTheProtocolEndsTheConnection(String frame) {
        RecordingListener listener = ready();

        server.send(frame);

        Loss loss = listener.awaitClosed();
        assertThat(loss.reason()).isEqualTo(Loss.Reason.PROTOCOL_ERROR);
        assertThat(loss.detail()).isNotBlank().doesNotContain("this is not").doesNotContain("output");
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @Test
    void deeplyNestedJsonEndsTheConnectionAndNothingElse() {
        RecordingListener listener = ready();

        server.send("42[\"output\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]");

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3", "6", "42/other,[\"output\",{}]", "43999[]", "451-[\"output\",{\"_placeholder\":true}]"})
    void whatBelongsToTheProtocolButNotToUsIsIgnored(String frame) {
        RecordingListener listener = ready();

        server.send(frame);
        server.send(STILL_THERE);

        await().atMost(SOON).until(() -> listener.texts().contains("still there"));
        assertThat(listener.events).hasSize(1);
    }

    @Test
    void anUnknownEventIsToldAndChangesNothing() {
        RecordingListener listener = ready();

        server.send("42[\"somethingNew\",{\"version\":99}]");
        server.send(STILL_THERE);

        await().atMost(SOON).until(() -> listener.texts().contains("still there"));
        assertThat(listener.count(ServerEvent.Unknown.class)).isEqualTo(1);
    }

    @Test
    void aBinaryFrameIsIgnored() {
        RecordingListener listener = ready();

        server.send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {4, 2, 0})));
        server.send(STILL_THERE);

        await().atMost(SOON).until(() -> listener.texts().equals(List.of("still there")));
    }

    @Test
    void textThatIsNotUtf8EndsTheConnection() {
        RecordingListener listener = ready();

        byte[] text = STILL_THERE.getBytes(StandardCharsets.UTF_8);
        text[STILL_THERE.indexOf("still")] = (byte) 0xC3;
        server.send(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.PROTOCOL_ERROR);
    }

    @Test
    void anEngineCloseIsALoss() {
        RecordingListener listener = ready();

        server.send("1");

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.TRANSPORT_CLOSED);
        assertThat(listener.awaitClosed().source()).isEqualTo(Loss.Source.SERVER);
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1009, 4001})
    void aCloseCodeIsToldAndAnswered(int code) {
        RecordingListener listener = ready();

        server.send(new CloseWebSocketFrame(code, "not for logs"));

        Loss loss = listener.awaitClosed();
        assertThat(loss.reason()).isEqualTo(code == 1009 ? Loss.Reason.FRAME_TOO_LARGE : Loss.Reason.TRANSPORT_CLOSED);
        assertThat(loss.source()).isEqualTo(Loss.Source.SERVER);
        assertThat(loss.detail()).contains(String.valueOf(code)).doesNotContain("not for logs");
        server.expect("close " + code);
    }

    @Test
    void closingSaysGoodbyeOnEveryLevel() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.welcome();

        listener.awaitReady().close();

        server.expect("41");
        server.expect("close 1000");
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @Test
    void aServerThatDoesNotAnswerTheCloseIsCutOff() {
        server.close();
        server = new FrameServer(generation(), false);
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.welcome();

        listener.awaitReady().close();

        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @Test
    void aConnectionClosedTheMomentItIsOpenedLeavesNothing() {
        for (int i = 0; i < 50; i++) {
            RecordingListener listener = new RecordingListener();
            open(request(HandshakeMode.QUERY, "s-" + i, "u-1"), listener).close();
            assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        }
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @Test
    void aServerThatStopsReadingDoesNotFillOurMemory() {
        ConnectRequest request = request(HandshakeMode.QUERY, "s-1", "u-1");
        RecordingListener listener = open(request);
        server.welcome();
        Connection connection = listener.awaitReady();
        server.stopReading();
        EncodedEvent large = input(request, "x".repeat(1_000_000));

        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
            connection.send(large);
            return !listener.losses.isEmpty();
        });

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.TRANSPORT_CLOSED);
        assertThat(listener.awaitClosed().detail()).contains("wait to be sent");
    }

    @Test
    void nothingOfAnEventIsInWhatItsListenerCouldLog() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.welcome();

        server.send("42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"private words\"}}]");

        await().atMost(SOON).until(() -> listener.count(ServerEvent.Output.class) == 1);
        assertThat(listener.events.toString()).doesNotContain("private words");
    }

    @Test
    void anExceptionBeforeReadinessIsARefusal() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.nextUpgrade();

        server.send(
                FrameServer.OPEN, generation().connectReply(), "42[\"exception\",{\"message\":\"no such token-17\"}]");

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.REFUSED);
        assertThat(listener.awaitClosed().toString()).doesNotContain("token-17");
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatNeverAsksForTheInnerHandshakeFailsTheAttemptWhateverReadinessMeans(OnReadyTimeout onReadyTimeout) {
        RecordingListener listener = open(impatient(server.endpointUrl(), HandshakeMode.INNER, onReadyTimeout));
        server.welcome();

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.NOT_READY);
        assertThat(listener.awaitClosed().detail()).contains("inner handshake");
        assertThat(listener.isReady()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aServerThatStopsHalfWayToTheConnectReplyRunsIntoTheConnectTimeout(int packets) {
        RecordingListener listener = open(impatient(server.endpointUrl(), HandshakeMode.QUERY, OnReadyTimeout.PROCEED));
        server.nextUpgrade();
        server.send(List.of(FrameServer.OPEN).subList(0, packets).toArray(String[]::new));

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CONNECT_TIMEOUT);
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aConnectionCanBeClosedInEveryStageOfItsOpening(int packets) {
        RecordingListener listener = new RecordingListener();
        Connection connection = open(request(HandshakeMode.INNER, "s-1", "u-1"), listener);
        server.nextUpgrade();
        if (packets > 0) {
            server.opening();
        }
        if (packets > 1) {
            server.send(generation().connectReply());
        }
        if (packets > 2) {
            server.send("420[\"handshake\"]");
            assertThat(server.nextFrame()).startsWith("430[");
        }

        connection.close();
        connection.close();

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        await().atMost(SOON).until(() -> server.connections() == 0);
    }

    /** A connection on which input could be sent. */
    final RecordingListener ready() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.welcome();
        listener.awaitReady();
        return listener;
    }

    final ConnectRequest request(HandshakeMode mode, String sessionId, String userId) {
        return request(server.endpointUrl(), mode, sessionId, userId);
    }
}
