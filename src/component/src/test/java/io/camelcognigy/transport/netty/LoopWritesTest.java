package io.camelcognigy.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.RequestHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an event loop writes in one of its rounds goes out at the end of the round, with one flush per connection. */
class LoopWritesTest {

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    /** Of the event loop, which comes to them at the end of its round; the channel's own does so in the midst of it. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final FlushCount flushes = new FlushCount();
    private final EmbeddedChannel channel = new EmbeddedChannel(flushes);
    private final LoopWrites writes = new LoopWrites(tasks::add);
    private final WebSocketChannel socket =
            new WebSocketChannel("bot.example", "/socket.io/", RequestHeaders.NONE, 1_000, writes, new Nobody());

    @BeforeEach
    void open() {
        channel.pipeline().addLast(socket);
        Matcher key = KEY.matcher(text(channel.readOutbound()));
        assertThat(key.find()).isTrue();
        channel.writeInbound(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Upgrade.accept(key.group(1)) + "\r\n\r\n"));
        flushes.count = 0;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatTheLoopWritesInOneRoundGoesOutTogether() {
        readInThisRound(ping());
        socket.write("an acknowledgement");
        readInThisRound(ping());
        assertThat(flushes.count).isZero();

        endRound();
        assertThat(flushes.count).isOne();
        assertThat(sent()).containsExactly("pong", "an acknowledgement", "pong");
    }

    @Test
    void anInputThatIsHandedOverInTheSameRoundTravelsWithTheAcknowledgements() {
        socket.write("an acknowledgement");
        writes.add(() -> socket.write("an input"));
        endRound();

        assertThat(flushes.count).isOne();
        assertThat(sent()).containsExactly("an acknowledgement", "an input");
    }

    @Test
    void theNextRoundHasAFlushOfItsOwn() {
        socket.write("1");
        endRound();
        socket.write("2");
        endRound();

        assertThat(flushes.count).isEqualTo(2);
        assertThat(sent()).containsExactly("1", "2");
    }

    @Test
    void moreThanOneRoundCanCarryIsSentAllTheSameAndInOrder() {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String input = "input " + i;
            inputs.add(input);
            writes.add(() -> socket.write(input));
        }
        endRound();

        assertThat(sent()).isEqualTo(inputs);
    }

    @Test
    void whatIsWrittenWhileOthersAreSentIsSentToo() {
        flushes.meanwhile = () -> socket.write("the second");
        socket.write("the first");
        endRound();

        assertThat(sent()).containsExactly("the first", "the second");
    }

    private void readInThisRound(ByteBuf frame) {
        channel.pipeline().fireChannelRead(frame);
        channel.pipeline().fireChannelReadComplete();
    }

    private void endRound() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<String> sent() {
        EmbeddedChannel netty = new EmbeddedChannel(new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder().expectMaskedFrames(true).build()));
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            netty.writeInbound(bytes);
        }
        List<String> frames = new ArrayList<>();
        for (WebSocketFrame frame = netty.readInbound(); frame != null; frame = netty.readInbound()) {
            frames.add(
                    frame instanceof TextWebSocketFrame text
                            ? text.text()
                            : frame instanceof PongWebSocketFrame ? "pong" : frame.toString());
            frame.release();
        }
        netty.finishAndReleaseAll();
        return frames;
    }

    private static ByteBuf ping() {
        return Unpooled.wrappedBuffer(new byte[] {(byte) 0x89, 0});
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String text(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.US_ASCII);
        bytes.release();
        return text;
    }

    private static final class FlushCount extends ChannelOutboundHandlerAdapter {

        private int count;
        private Runnable meanwhile = () -> {};

        @Override
        public void flush(ChannelHandlerContext context) {
            count++;
            context.flush();
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
        }
    }

    private static final class Nobody implements WebSocketChannel.Owner {

        @Override
        public void opened(WebSocketChannel socket) {}

        @Override
        public void text(WebSocketChannel socket, String text) {}

        @Override
        public void binary(WebSocketChannel socket, int bytes) {}

        @Override
        public void closed(WebSocketChannel socket, int code) {}

        @Override
        public void refused(WebSocketChannel socket, Upgrade.RefusedException refusal) {}

        @Override
        public void failed(WebSocketChannel socket, boolean wasOpen, Throwable cause) {}
    }
}
