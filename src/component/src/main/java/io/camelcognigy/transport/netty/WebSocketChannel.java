package io.camelcognigy.transport.netty;

import io.camelcognigy.transport.RequestHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket, as the last handler of its channel: the upgrade, then messages both ways. What is written goes out with
 * the {@link LoopWrites} of the event loop.
 *
 * <p>Most reads end where a frame ends. Such a read leaves no trace in here: with thousands of sessions in the old part of
 * the heap, each reference that is stored in one of them costs the collector more than the frame costs us.
 *
 * <p>Confined to its event loop. The owner hears of the end once, unless it was the owner who ended it.
 */
final class WebSocketChannel extends ChannelInboundHandlerAdapter implements FrameDecoder.Messages {

    /** How long the other end may take to answer a close. */
    static final long CLOSE_TIMEOUT_MILLIS = 2_000;

    /** A peer that does not read for so long is as good as gone. */
    static final long MAX_QUEUED_BYTES = 16 * 1024 * 1024;

    private enum State {
        CONNECTING,
        OPEN,
        /** Our close frame is out. */
        CLOSING,
        ENDED
    }

    private final LoopWrites writes;
    private final Owner owner;
    private final FrameDecoder decoder;
    private byte[] request;
    private Upgrade upgrade;
    /** What came of a frame, or of the answer to the upgrade; null if nothing did. */
    private ByteBuf incomplete;

    private ChannelHandlerContext ctx;
    private State state = State.CONNECTING;
    private boolean unflushed;
    private boolean paused;
    private boolean decoding;

    /** Whom a WebSocket tells what happens. */
    interface Owner {

        void opened(WebSocketChannel socket);

        void text(WebSocketChannel socket, String text);

        void binary(WebSocketChannel socket, int bytes);

        /** The other end closed it, and said why. */
        void closed(WebSocketChannel socket, int code);

        /** It never opened: the answer to the upgrade was another one. */
        void refused(WebSocketChannel socket, Upgrade.RefusedException refusal);

        /** It was cut, or what came is no WebSocket. */
        void failed(WebSocketChannel socket, boolean wasOpen, Throwable cause);
    }

    /**
     * @param host for the request, with the port if it is not the scheme's own
     * @param target path and query
     * @param own the user's headers for the request
     */
    WebSocketChannel(
            String host, String target, RequestHeaders own, int maxMessageBytes, LoopWrites writes, Owner owner) {
        this.writes = writes;
        this.owner = owner;
        this.upgrade = new Upgrade();
        this.request = upgrade.request(host, target, own);
        this.decoder = new FrameDecoder(maxMessageBytes, this);
    }

    /** Whether there was a connection on which to ask for the upgrade. */
    boolean requested() {
        return request == null;
    }

    /** Writes a text message, which goes out at the end of the loop's round. Does nothing unless the WebSocket is open. */
    void write(String... parts) {
        if (state == State.OPEN) {
            queue(FrameEncoder.text(ctx.alloc(), parts));
        }
    }

    /** Sends what was written. */
    void flush() {
        unflushed = false;
        ctx.flush();
    }

    /** Whether more messages are to come. What was read and not told when it stops is told when it goes on. */
    void reading(boolean on) {
        if (state != State.OPEN || paused != on) {
            return;
        }
        paused = !on;
        ctx.channel().config().setAutoRead(on);
        if (on && !decoding && incomplete != null) {
            ByteBuf in = incomplete;
            incomplete = null;
            decode(in);
        }
    }

    /** Closes in an orderly way, at any stage; cuts the connection if the other end does not answer. */
    void close(WebSocketCloseStatus status) {
        if (state == State.CONNECTING) {
            cut();
        } else if (state == State.OPEN) {
            // Its answer must be seen.
            reading(true);
            state = State.CLOSING;
            ctx.writeAndFlush(FrameEncoder.close(ctx.alloc(), status.code()));
            cutLater();
        }
    }

    /** As {@link #close}, without waiting for an answer: what the other end still says is of no interest. */
    void abort(WebSocketCloseStatus status) {
        if (state == State.OPEN) {
            sayGoodbye(status.code());
        } else {
            cut();
        }
    }

    /** Closes without a word, at any stage. */
    void cut() {
        state = State.ENDED;
        if (ctx != null) {
            ctx.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (context.channel().isActive()) {
            sendRequest();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        sendRequest();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (incomplete != null) {
            in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), incomplete, in);
            incomplete = null;
        }
        decode(in);
    }

    private void decode(ByteBuf in) {
        decoding = true;
        try {
            boolean goOn = true;
            while (goOn && !paused && state != State.ENDED && in.isReadable()) {
                goOn = upgrade == null ? decoder.decode(ctx.alloc(), in) : upgraded(in);
            }
        } finally {
            decoding = false;
            keepRest(in);
        }
    }

    @Override
    public void text(String text) {
        if (state == State.OPEN) {
            owner.text(this, text);
        }
    }

    @Override
    public void binary(int bytes) {
        if (state == State.OPEN) {
            owner.binary(this, bytes);
        }
    }

    @Override
    public void ping(ByteBuf payload) {
        if (state == State.OPEN) {
            queue(FrameEncoder.pong(ctx.alloc(), payload));
        }
    }

    @Override
    public void closeFrame(int code) {
        boolean theyBegan = state == State.OPEN;
        if (theyBegan) {
            sayGoodbye(code);
            owner.closed(this, code);
        } else {
            cut();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        failed(new EOFException("the other end cut the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        decoder.release();
        if (incomplete != null) {
            incomplete.release();
            incomplete = null;
        }
    }

    private void keepRest(ByteBuf in) {
        if (in.isReadable() && state != State.ENDED) {
            incomplete = in.discardSomeReadBytes();
        } else {
            in.release();
        }
    }

    private void queue(ByteBuf frame) {
        ctx.write(frame, ctx.voidPromise());
        if (!unflushed) {
            unflushed = true;
            writes.unflushed(this);
        }
        if (!ctx.channel().isWritable() && queuedBytes() > MAX_QUEUED_BYTES) {
            failed(new IOException("more than " + MAX_QUEUED_BYTES + " bytes wait to be sent"));
        }
    }

    private void sendRequest() {
        if (request != null) {
            // A write that fails is told before it returns, and must find the request made.
            byte[] bytes = request;
            request = null;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(bytes), ctx.voidPromise());
        }
    }

    /** @return false if the answer is not complete yet */
    private boolean upgraded(ByteBuf in) {
        try {
            if (!upgrade.agreed(in)) {
                return false;
            }
            upgrade = null;
            state = State.OPEN;
            owner.opened(this);
        } catch (Upgrade.RefusedException e) {
            cut();
            owner.refused(this, e);
        }
        return true;
    }

    private void failed(Throwable cause) {
        State before = state;
        if (before == State.OPEN && cause instanceof CodecException) {
            sayGoodbye(closeCode(cause));
        } else {
            cut();
        }
        if (before == State.CONNECTING || before == State.OPEN) {
            owner.failed(this, before == State.OPEN, cause);
        }
    }

    /** The last frame, and then the end, even of a connection on which nothing goes out any more. */
    private void sayGoodbye(int code) {
        state = State.ENDED;
        ChannelFuture written = ctx.writeAndFlush(FrameEncoder.close(ctx.alloc(), code));
        written.addListener(ChannelFutureListener.CLOSE);
        if (!written.isDone()) {
            cutLater();
        }
    }

    private void cutLater() {
        ctx.executor().schedule(this::cut, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private long queuedBytes() {
        ChannelOutboundBuffer queue = ctx.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    private static int closeCode(Throwable cause) {
        return cause instanceof CorruptedWebSocketFrameException corrupted
                ? corrupted.closeStatus().code()
                : WebSocketCloseStatus.PROTOCOL_ERROR.code();
    }
}
