package io.camelcognigy.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A WebSocket server that says what the test says, frame by frame, and shows what came. */
final class FrameServer implements AutoCloseable {

    static final String OPEN =
            "0{\"sid\":\"e1\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";
    static final String CONNECT = "40{\"sid\":\"s1\"}";
    static final String READY = "42[\"endpoint-ready\"]";

    private static final long PATIENCE_SECONDS = 5;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final BlockingQueue<HandshakeComplete> upgrades = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final Channel server;
    private final Generation generation;
    private final boolean answersClose;
    private volatile Channel latest;

    /** Which side begins: with {@code V3} the server connects the main namespace unasked. */
    enum Generation {
        V4("40", CONNECT),
        V3(null, "40");

        private final String ask;
        private final String reply;

        Generation(String ask, String reply) {
            this.ask = ask;
            this.reply = reply;
        }

        /** The query parameter. */
        String engineIo() {
            return "EIO=" + name().charAt(1);
        }

        String connectReply() {
            return reply;
        }
    }

    FrameServer(Generation generation) {
        this(generation, true);
    }

    /**
     * @param answersClose false for a server that keeps the TCP connection open when asked to close
     */
    FrameServer(Generation generation, boolean answersClose) {
        this.generation = generation;
        this.answersClose = answersClose;
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(16_384),
                                        new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                                .websocketPath("/")
                                                .checkStartsWith(true)
                                                .handleCloseFrames(false)
                                                .dropPongFrames(false)
                                                .build()),
                                        new Frames());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    String endpointUrl() {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort() + "/base/token-17";
    }

    /** What the next client asked for. */
    HandshakeComplete nextUpgrade() {
        return next(upgrades, "no client came");
    }

    /** The next text frame, or {@code pong} and {@code close <code>}. */
    String nextFrame() {
        return next(frames, "no frame came");
    }

    void send(String... texts) {
        for (String text : texts) {
            latest.writeAndFlush(new TextWebSocketFrame(text));
        }
    }

    void send(WebSocketFrame frame) {
        latest.writeAndFlush(frame);
    }

    /** Hands as many to the socket at once. */
    void sendMany(int count, Supplier<WebSocketFrame> frames) {
        Channel client = latest;
        client.eventLoop()
                .submit(() -> {
                    for (int i = 0; i < count; i++) {
                        client.write(frames.get());
                    }
                    client.flush();
                })
                .awaitUninterruptibly();
    }

    /** No byte is taken any more. */
    void stopReading() {
        latest.config().setAutoRead(false);
    }

    /** Takes a client up to readiness. */
    void welcome() {
        nextUpgrade();
        opening();
        send(generation.connectReply(), READY);
    }

    /** Says the Engine.IO opening, and hears what the client says to it. */
    void opening() {
        opening(OPEN);
    }

    void opening(String open) {
        send(open);
        if (generation.ask != null) {
            expect(generation.ask);
        }
    }

    void expect(String frame) {
        String came = nextFrame();
        if (!frame.equals(came)) {
            throw new AssertionError("expected " + frame + " but got " + came);
        }
    }

    /** TCP connections that stand. */
    int connections() {
        return (int) channels.stream().filter(channel -> channel != server).count();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        channels.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static <T> T next(BlockingQueue<T> queue, String complaint) {
        try {
            T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(complaint);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof HandshakeComplete upgrade) {
                latest = ctx.channel();
                upgrades.add(upgrade);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text) {
                frames.add(text.text());
            } else if (frame instanceof PongWebSocketFrame) {
                frames.add("pong");
            } else if (frame instanceof CloseWebSocketFrame close) {
                frames.add("close " + close.statusCode());
                if (answersClose) {
                    ctx.writeAndFlush(new CloseWebSocketFrame(close.statusCode(), ""))
                            .addListener(done -> ctx.close());
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
