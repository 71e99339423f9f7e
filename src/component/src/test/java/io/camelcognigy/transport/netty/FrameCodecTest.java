package io.camelcognigy.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are what Netty's own codec makes and reads, wherever the network cuts them, and nothing else is taken. */
class FrameCodecTest {

    private static final int MAX_BYTES = 100_000;

    private final Received received = new Received();
    private final FrameDecoder decoder = new FrameDecoder(MAX_BYTES, received);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 124, 125, 126, 127, 65_534, 65_535, 65_536, 70_001})
    void aTextOfEveryLengthIsReadByNettyAsItWasWritten(int length) {
        for (String unit : List.of("x", "\u00fc", "\u2603", "\ud83d\ude00")) {
            String text = unit.repeat(length);

            WebSocketFrame frame = readByNetty(FrameEncoder.text(UnpooledByteBufAllocator.DEFAULT, text));

            assertThat(frame).isInstanceOf(TextWebSocketFrame.class);
            assertThat(((TextWebSocketFrame) frame).text()).isEqualTo(text);
            frame.release();
        }
    }

    @Test
    void controlFramesAreReadByNettyAsTheyWereWritten() {
        ByteBuf payload = Unpooled.copiedBuffer("are you there?", StandardCharsets.UTF_8);
        WebSocketFrame pong = readByNetty(FrameEncoder.pong(UnpooledByteBufAllocator.DEFAULT, payload));
        WebSocketFrame close = readByNetty(FrameEncoder.close(UnpooledByteBufAllocator.DEFAULT, 4001));

        assertThat(pong).isInstanceOf(PongWebSocketFrame.class);
        assertThat(pong.content().toString(StandardCharsets.UTF_8)).isEqualTo("are you there?");
        assertThat(((CloseWebSocketFrame) close).statusCode()).isEqualTo(4001);
        pong.release();
        close.release();
        payload.release();
    }

    @Test
    void itDoesNotMatterWhereTheNetworkCuts() {
        ByteBuf wire = written(
                new TextWebSocketFrame("2"),
                new TextWebSocketFrame(false, 0, "gr\u00fc\u00df"),
                new PingWebSocketFrame(Unpooled.copiedBuffer("hi", StandardCharsets.UTF_8)),
                new ContinuationWebSocketFrame(false, 0, ""),
                new ContinuationWebSocketFrame(true, 0, "e \ud83d\ude00"),
                new TextWebSocketFrame("y".repeat(300)),
                new TextWebSocketFrame("z".repeat(70_000)),
                new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[17])),
                new CloseWebSocketFrame(1001, "bye"));
        List<String> expected = List.of(
                "text 2",
                "ping hi",
                "text gr\u00fc\u00dfe \ud83d\ude00",
                "text " + "y".repeat(300),
                "text " + "z".repeat(70_000),
                "binary 17",
                "close 1001");

        for (int seed = 0; seed < 50; seed++) {
            received.clear();
            feedInPieces(wire.duplicate(), new SplittableRandom(seed));
            assertThat(received).as("seed %d", seed).containsExactlyElementsOf(expected);
        }
        wire.release();
    }

    /** In hexadecimal; the close codes are 1002 protocol error, 1007 invalid payload, 1009 too big. */
    @ParameterizedTest
    @CsvSource({
        "c100,                 1002", // an extension's bit
        "8180,                 1002", // masked
        "8300,                 1002", // unknown data frame
        "8b00,                 1002", // unknown control frame
        "0900,                 1002", // a ping in fragments
        "897e007e,             1002", // a long ping
        "8000,                 1002", // continues nothing
        "01008100,             1002", // a message amid another
        "817e0005,             1002", // a length that takes more bytes than it needs
        "817f0000000000000080, 1002",
        "817fffffffffffffffff, 1002", // a negative length
        "880103,               1002", // half a close code
        "880203ed,             1002", // a close code that must not be sent
        "8101ff,               1007",
        "8103eda080,           1007", // half a surrogate pair
        "880403e8c328,         1007",
        "817f0000000000100000, 1009",
        "827f00000000ffffffff, 1009"
    })
    void whatNoServerMaySendIsRefusedWithTheRightCode(String hex, int closeCode) {
        ByteBuf wire = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThatThrownBy(() -> feed(wire))
                .isInstanceOfSatisfying(
                        CorruptedWebSocketFrameException.class,
                        refusal -> assertThat(refusal.closeStatus().code()).isEqualTo(closeCode));
        decoder.release();
    }

    @Test
    void aMessageInFragmentsIsLimitedAsAWhole() {
        ByteBuf wire = written(
                new TextWebSocketFrame(false, 0, "x".repeat(60_000)),
                new ContinuationWebSocketFrame(true, 0, "x".repeat(60_000)));

        assertThatThrownBy(() -> feed(wire)).hasMessageContaining("more than 100000 bytes");
        decoder.release();
        wire.release();
    }

    @Test
    void theReplacementCharacterItselfIsText() {
        ByteBuf wire = written(new TextWebSocketFrame("\ufffd"));

        feed(wire);

        assertThat(received).containsExactly("text \ufffd");
        wire.release();
    }

    private void feed(ByteBuf in) {
        while (in.isReadable() && decoder.decode(UnpooledByteBufAllocator.DEFAULT, in)) {
            // Frame by frame.
        }
    }

    private void feedInPieces(ByteBuf wire, SplittableRandom random) {
        ByteBuf buffered = Unpooled.buffer();
        while (wire.isReadable()) {
            int most = random.nextBoolean() ? 3 : 30_000;
            buffered.writeBytes(wire, Math.min(wire.readableBytes(), 1 + random.nextInt(most)));
            feed(buffered);
        }
        assertThat(buffered.isReadable()).isFalse();
        buffered.release();
    }

    private static ByteBuf written(WebSocketFrame... frames) {
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
        channel.writeOutbound((Object[]) frames);
        ByteBuf wire = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            wire.writeBytes(part);
            part.release();
        }
        channel.finishAndReleaseAll();
        return wire;
    }

    private static WebSocketFrame readByNetty(ByteBuf wire) {
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .maxFramePayloadLength(1_000_000)
                .build()));
        channel.writeInbound(wire);
        WebSocketFrame frame = channel.readInbound();
        assertThat(frame).isNotNull();
        assertThat((Object) channel.readInbound()).isNull();
        channel.finish();
        return frame;
    }

    private static final class Received extends ArrayList<String> implements FrameDecoder.Messages {

        private static final long serialVersionUID = 1L;

        @Override
        public void text(String text) {
            add("text " + text);
        }

        @Override
        public void binary(int bytes) {
            add("binary " + bytes);
        }

        @Override
        public void ping(ByteBuf payload) {
            add("ping " + payload.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void closeFrame(int code) {
            add("close " + code);
        }
    }
}
