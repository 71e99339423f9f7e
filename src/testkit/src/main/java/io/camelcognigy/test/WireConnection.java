package io.camelcognigy.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.camelcognigy.test.Violation.Kind;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Engine.IO half of one connection: packets, heartbeat, and the ways to break a socket (PROTOCOL §15). What is said
 * in message packets is the {@link Conversation}'s business. Event loop only, but for {@link #run}.
 */
final class WireConnection extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(WireConnection.class);

    private final Hub hub;
    private final Track track;
    private final QueryParameters query;
    private final int engineIo;
    private ChannelHandlerContext ctx;
    private Conversation conversation;
    private Future<?> heartbeat;
    private long lastPacketNanos;
    private boolean reading;
    private boolean gone;

    WireConnection(Hub hub, Track track, QueryParameters query) {
        this.hub = hub;
        this.track = track;
        this.query = query;
        this.engineIo = Integer.parseInt(query.get("EIO"));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        conversation = new Conversation(hub, track, this, query);
    }

    int engineIo() {
        return engineIo;
    }

    EventExecutor loop() {
        return ctx.executor();
    }

    boolean gone() {
        return gone;
    }

    /** Writes the open packet; the WebSocket stands. */
    void open() {
        Settings settings = hub.settings();
        Map<String, Object> open = new LinkedHashMap<>();
        open.put("sid", UUID.randomUUID().toString());
        open.put("upgrades", List.of());
        open.put("pingInterval", settings.pingInterval().toMillis());
        open.put("pingTimeout", settings.pingTimeout().toMillis());
        open.put("maxPayload", settings.maxPayload());
        track.reached(Progress.UPGRADED);
        packet("0", open);
        lastPacketNanos = System.nanoTime();
        if (engineIo == 4) {
            heartbeat = schedule(settings.pingInterval(), this::ping);
        } else {
            heartbeat = schedule(settings.pingInterval().plus(settings.pingTimeout()), this::closeIfSilent);
        }
        // Where the client went before it read the opening packet, leave() has run already.
        if (!gone) {
            conversation.opened();
        }
    }

    /** A text frame of a prefix and a JSON value. */
    void packet(String prefix, Object json) {
        write(() -> new TextWebSocketFrame(Json.packet(ctx.alloc(), prefix, json)));
    }

    /** A text frame as it is. */
    void frame(String text) {
        write(() -> new TextWebSocketFrame(ByteBufUtil.writeUtf8(ctx.alloc(), text)));
    }

    void binaryFrame(byte[] content) {
        write(() -> new BinaryWebSocketFrame(Unpooled.wrappedBuffer(content)));
    }

    /** Content that goes out as it is, below the WebSocket codec; over TLS still encrypted. */
    void bytes(byte[] content) {
        if (!gone) {
            ctx.pipeline().context(WebSocketFrameEncoder.class).writeAndFlush(Unpooled.wrappedBuffer(content));
        }
    }

    /** What was written goes out, then the TCP connection closes without a word. */
    void cut() {
        if (!gone) {
            leave();
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** A close frame without a code, as real servers send it. */
    void close() {
        close(new CloseWebSocketFrame());
    }

    void close(WebSocketCloseStatus status) {
        close(new CloseWebSocketFrame(status));
    }

    private void close(CloseWebSocketFrame frame) {
        if (gone) {
            frame.release();
        } else {
            leave();
            ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** From now on no byte goes either way, and TCP stays open. */
    void freeze() {
        if (!gone) {
            ctx.flush();
            leave();
            ctx.channel().config().setAutoRead(false);
        }
    }

    /** Runs on the event loop: at once if that is the caller, not at all if the endpoint is closed. */
    void run(Runnable action) {
        if (loop().inEventLoop()) {
            action.run();
        } else if (!loop().isShuttingDown()) {
            loop().execute(action);
        }
    }

    /** Runs later, unless the connection is gone by then. */
    Future<?> schedule(Duration delay, Runnable action) {
        return loop().schedule(
                        () -> {
                            if (!gone) {
                                action.run();
                            }
                        },
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        reading = true;
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        context.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (gone) {
            return;
        }
        if (frame instanceof TextWebSocketFrame text) {
            engineIoPacket(text.text());
        } else if (frame instanceof CloseWebSocketFrame) {
            close();
        } else if (frame instanceof PingWebSocketFrame) {
            write(() -> new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof BinaryWebSocketFrame) {
            violation("a binary frame");
        }
    }

    private void engineIoPacket(String packet) {
        lastPacketNanos = System.nanoTime();
        switch (packet.isEmpty() ? ' ' : packet.charAt(0)) {
            case '1' -> close();
            case '2' -> pinged(packet);
            case '3' -> ponged();
            case '4' -> socketIoPacket(packet);
            default -> violation("an Engine.IO packet of an unknown type");
        }
    }

    private void pinged(String ping) {
        if (engineIo == 3) {
            frame("3" + ping.substring(1));
        } else {
            violation("a ping, which only servers send in Engine.IO 4");
        }
    }

    private void ponged() {
        if (engineIo == 4) {
            heartbeat.cancel(false);
            heartbeat = schedule(hub.settings().pingInterval(), this::ping);
        } else {
            violation("a pong, which only servers send in Engine.IO 3");
        }
    }

    private void socketIoPacket(String packet) {
        try {
            conversation.packet(SocketIoPacket.parse(packet));
        } catch (JsonProcessingException e) {
            violation("a payload that is no JSON array");
        }
    }

    /** As a real server: what is not the protocol ends the connection. */
    private void violation(String detail) {
        conversation.violation(Kind.NOT_THE_PROTOCOL, detail);
        close();
    }

    private void ping() {
        frame("2");
        heartbeat = schedule(hub.settings().pingTimeout(), this::cut);
    }

    /** Engine.IO 3: the client pings, and any packet counts. */
    private void closeIfSilent() {
        Duration allowed = hub.settings().pingInterval().plus(hub.settings().pingTimeout());
        Duration left = allowed.minusNanos(System.nanoTime() - lastPacketNanos);
        if (left.isNegative() || left.isZero()) {
            cut();
        } else {
            heartbeat = schedule(left, this::closeIfSilent);
        }
    }

    private void write(FrameSource source) {
        if (gone) {
            return;
        }
        ctx.write(source.frame(), ctx.voidPromise());
        if (!reading) {
            ctx.flush();
        }
    }

    /** To be called once, by whatever ends the connection first. */
    private void leave() {
        gone = true;
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        conversation.closed();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!gone) {
            leave();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection {}: {}", track.number(), cause.getClass().getSimpleName());
        if (cause instanceof TooLongFrameException) {
            close(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else {
            cut();
        }
    }

    @FunctionalInterface
    private interface FrameSource {
        WebSocketFrame frame();
    }
}
