package io.camelcognigy.transport.socketio;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * One WebSocket. The methods of {@link WebSocket} may be called from any thread, all others on its event loop. The
 * listener hears of the end exactly once: {@code onClosed} after a closing handshake, else {@code onFailure}.
 */
final class NettyWebSocket implements WebSocket {

    /** How long the other end may take to answer a close. */
    static final long CLOSE_TIMEOUT_MILLIS = 2_000;

    /** As OkHttp: a peer that does not read for so long is as good as gone. */
    static final long MAX_QUEUED_BYTES = 16 * 1024 * 1024;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        ENDED
    }

    private final Request request;
    private final WebSocketListener listener;
    private final EventLoop loop;
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile State state = State.CONNECTING;
    private volatile Channel channel;
    private Future<?> closeTimeout;

    NettyWebSocket(Request request, WebSocketListener listener, EventLoop loop) {
        this.request = request;
        this.listener = listener;
        this.loop = loop;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public long queueSize() {
        return queuedBytes.get();
    }

    @Override
    public boolean send(String text) {
        return state == State.OPEN && write(new TextWebSocketFrame(ByteBufUtil.writeUtf8(channel.alloc(), text)));
    }

    @Override
    public boolean send(ByteString bytes) {
        return state == State.OPEN
                && write(new BinaryWebSocketFrame(channel.alloc().buffer().writeBytes(bytes.asByteBuffer())));
    }

    @Override
    public boolean close(int code, String reason) {
        if (state == State.CLOSING || state == State.ENDED) {
            return false;
        }
        onLoop(() -> startClosing(code, reason));
        return true;
    }

    @Override
    public void cancel() {
        onLoop(() -> failed(new IOException("cancelled"), null));
    }

    void reading(boolean on) {
        if (state == State.OPEN) {
            channel.config().setAutoRead(on);
        }
    }

    EventLoop loop() {
        return loop;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    /** A task on the event loop, after what runs there now. Dropped once the threads have ended. */
    void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            state = State.ENDED;
        }
    }

    /** The channel of the current attempt. */
    void attach(Channel attempt) {
        channel = attempt;
        if (ended()) {
            attempt.close();
        }
    }

    void opened() {
        if (state == State.CONNECTING) {
            state = State.OPEN;
            listener.onOpen(this, response(101, "Switching Protocols"));
        }
    }

    void received(String text) {
        if (state == State.OPEN) {
            listener.onMessage(this, text);
        }
    }

    void received(ByteString bytes) {
        if (state == State.OPEN) {
            listener.onMessage(this, bytes);
        }
    }

    void peerCloses(int code, String reason) {
        if (state != State.OPEN && state != State.CLOSING) {
            return;
        }
        boolean theyBegan = state == State.OPEN;
        end();
        if (theyBegan) {
            channel.writeAndFlush(closeFrame(code, "")).addListener(ChannelFutureListener.CLOSE);
            listener.onClosing(this, code, reason);
        } else {
            channel.close();
        }
        listener.onClosed(this, code, reason);
    }

    /**
     * @param refusal the server's answer where it refused the upgrade, else null
     */
    void failed(Throwable cause, Response refusal) {
        if (state == State.ENDED) {
            return;
        }
        boolean tellPeer = state == State.OPEN && cause instanceof CodecException;
        end();
        if (channel != null && tellPeer) {
            channel.writeAndFlush(closeFrame(closeCode(cause), "")).addListener(ChannelFutureListener.CLOSE);
        } else if (channel != null) {
            channel.close();
        }
        listener.onFailure(this, cause, refusal);
    }

    Response response(int status, String message) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message(message)
                .build();
    }

    private boolean write(WebSocketFrame frame) {
        int bytes = frame.content().readableBytes();
        if (queuedBytes.addAndGet(bytes) > MAX_QUEUED_BYTES) {
            queuedBytes.addAndGet(-bytes);
            frame.release();
            onLoop(() -> failed(new IOException("more than " + MAX_QUEUED_BYTES + " bytes wait to be sent"), null));
            return false;
        }
        channel.writeAndFlush(frame).addListener(written -> queuedBytes.addAndGet(-bytes));
        return true;
    }

    private void startClosing(int code, String reason) {
        switch (state) {
            case CONNECTING -> failed(new IOException("closed before it was open"), null);
            case OPEN -> {
                state = State.CLOSING;
                channel.writeAndFlush(closeFrame(code, reason == null ? "" : reason));
                closeTimeout = loop.schedule(
                        () -> failed(new IOException("the close was not answered"), null),
                        CLOSE_TIMEOUT_MILLIS,
                        TimeUnit.MILLISECONDS);
            }
            case CLOSING, ENDED -> {
                // The end is on its way.
            }
        }
    }

    private void end() {
        state = State.ENDED;
        if (closeTimeout != null) {
            closeTimeout.cancel(false);
            closeTimeout = null;
        }
    }

    /** A code that must not stand in a frame (1005: none came) is answered with a plain 1000. */
    private static CloseWebSocketFrame closeFrame(int code, String reason) {
        int sendable = WebSocketCloseStatus.isValidStatusCode(code) ? code : WebSocketCloseStatus.NORMAL_CLOSURE.code();
        return new CloseWebSocketFrame(sendable, reason);
    }

    private static int closeCode(Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            return corrupted.closeStatus().code();
        }
        return cause instanceof TooLongFrameException
                ? WebSocketCloseStatus.MESSAGE_TOO_BIG.code()
                : WebSocketCloseStatus.PROTOCOL_ERROR.code();
    }
}
