package io.camelcognigy.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that sends each connection the {@link HostileFrames} of the number in its session id, and ends it. Sessions
 * called {@code honest-…} get valid outputs and an orderly end, those called {@code witness-…} are served for ever.
 */
final class HostileServer implements AutoCloseable {

    static final int FRAMES_AT_MOST = 20;
    static final int HONEST_OUTPUTS = 5;

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");
    private static final Pattern SESSION = Pattern.compile("sessionId=([a-z]+)-(\\d+)&");

    final AtomicLong frames = new AtomicLong();

    /** Faults of this server itself. */
    final List<Throwable> faults = new CopyOnWriteArrayList<>();

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, Channel> witnesses = new ConcurrentHashMap<>();
    private final FrameServer.Generation generation;
    private final long seed;
    private final Channel server;

    HostileServer(FrameServer.Generation generation, long seed) {
        this.generation = generation;
        this.seed = seed;
        this.server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Client());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    String endpointUrl() {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort() + "/demo";
    }

    /** Sends each witness an output. */
    void callWitnesses() {
        witnesses.values().forEach(channel -> channel.writeAndFlush(Unpooled.wrappedBuffer(HostileFrames.valid())));
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Client extends SimpleChannelInboundHandler<ByteBuf> {

        private final StringBuilder request = new StringBuilder();
        private boolean served;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
            if (served) {
                return;
            }
            request.append(in.toString(StandardCharsets.US_ASCII));
            if (request.indexOf("\r\n\r\n") >= 0) {
                served = true;
                serve(ctx);
            }
        }

        private void serve(ChannelHandlerContext ctx) throws Exception {
            Matcher session = SESSION.matcher(request);
            session.find();
            byte[] upgrade = upgrade();
            if (session.group(1).equals("fuzz")) {
                hostile(ctx, upgrade, Long.parseLong(session.group(2)));
                return;
            }
            write(ctx, upgrade);
            welcome(ctx);
            if (session.group(1).equals("witness")) {
                witnesses.put(session.group(2), ctx.channel());
                ctx.flush();
            } else {
                for (int i = 0; i < HONEST_OUTPUTS; i++) {
                    write(ctx, HostileFrames.valid());
                }
                write(ctx, HostileFrames.close());
                end(ctx);
            }
        }

        private void hostile(ChannelHandlerContext ctx, byte[] upgrade, long number) {
            HostileFrames hostile = new HostileFrames(seed, number);
            int stage = hostile.below(20);
            write(ctx, stage == 0 ? hostile.mutated(upgrade) : upgrade);
            if (stage > 2) {
                welcome(ctx);
            } else if (stage == 2) {
                write(ctx, HostileFrames.text(hostile.mutated(FrameServer.OPEN.getBytes(StandardCharsets.UTF_8))));
            }
            int count = 1 + hostile.below(FRAMES_AT_MOST);
            for (int i = 0; i < count; i++) {
                write(ctx, hostile.next());
            }
            frames.addAndGet(count);
            if (hostile.below(4) == 0) {
                reset(ctx);
            } else {
                end(ctx);
            }
        }

        private void welcome(ChannelHandlerContext ctx) {
            write(ctx, HostileFrames.text(FrameServer.OPEN));
            write(ctx, HostileFrames.text(generation.connectReply()));
            write(ctx, HostileFrames.text(FrameServer.READY));
        }

        private byte[] upgrade() throws Exception {
            Matcher key = KEY.matcher(request);
            key.find();
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII));
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        private void write(ChannelHandlerContext ctx, byte[] bytes) {
            ctx.write(Unpooled.wrappedBuffer(bytes), ctx.voidPromise());
        }

        /** No more comes from here; whether the connection ends is then up to the client. */
        private void end(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> ((SocketChannel) ctx.channel()).shutdownOutput());
        }

        /** What was sent may be lost with it. */
        private void reset(ChannelHandlerContext ctx) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            // The client has ended it.
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof IOException)) {
                faults.add(cause);
            }
            ctx.close();
        }
    }
}
