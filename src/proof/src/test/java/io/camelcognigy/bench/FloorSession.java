package io.camelcognigy.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One conversation of {@link FloorClient}. It knows just enough of the frames to tell them apart: {@code 0…} open,
 * {@code 2} ping, {@code 40…} connected, {@code 42<id>["o…} output, {@code 42<id>["f…} finalPing, {@code 42["e…}
 * endpoint-ready (PROTOCOL §15).
 */
final class FloorSession extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    private static final int MAX_ACK_BYTES = 24;
    private static final int AFTER_TYPES = 2;

    private final ByteBuf input;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile ChannelHandlerContext context;
    private Client.Done done;
    private int outputs;

    FloorSession(String inputFrame) {
        input = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer().writeBytes(inputFrame.getBytes(StandardCharsets.UTF_8)));
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    void turn(Client.Done whenOver) {
        if (context.executor().inEventLoop()) {
            // Flushed with the acknowledgements.
            write(whenOver);
        } else {
            context.executor().execute(() -> {
                write(whenOver);
                context.flush();
            });
        }
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    private void write(Client.Done whenOver) {
        done = whenOver;
        outputs = 0;
        context.write(new TextWebSocketFrame(input.duplicate()));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
        ByteBuf content = frame.content();
        switch (content.getByte(0)) {
            case '0' -> text("40");
            case '2' -> text("3");
            case '4' -> message(content);
            default -> over(new IllegalStateException("an unexpected frame"));
        }
    }

    private void message(ByteBuf content) {
        if (content.getByte(1) == '0') {
            return;
        }
        int bracket = content.indexOf(AFTER_TYPES, content.writerIndex(), (byte) '[');
        if (bracket > AFTER_TYPES) {
            acknowledge(content, bracket);
        }
        switch (content.getByte(bracket + 2)) {
            case 'o' -> outputs++;
            case 'f' -> over(outputs == 1 ? null : new IllegalStateException(outputs + " outputs instead of one"));
            case 'e' -> ready.complete(null);
            default -> over(new IllegalStateException("an unexpected event"));
        }
    }

    private void acknowledge(ByteBuf content, int bracket) {
        ByteBuf ack = context.alloc().directBuffer(MAX_ACK_BYTES);
        ack.writeByte('4').writeByte('3');
        ack.writeBytes(content, AFTER_TYPES, bracket - AFTER_TYPES);
        ack.writeByte('[').writeByte(']');
        context.write(new TextWebSocketFrame(ack));
    }

    private void text(String packet) {
        context.write(new TextWebSocketFrame(packet));
    }

    private void over(Throwable failure) {
        Client.Done waiting = done;
        done = null;
        if (waiting != null) {
            waiting.over(failure);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // At the end of the loop's round: what is written until then is one system call with it.
        ctx.executor().execute(ctx::flush);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exceptionCaught(ctx, new EOFException("the connection was cut"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ready.completeExceptionally(cause);
        over(cause);
        ctx.close();
    }
}
