package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of bare WebSocket frames: what goes over the wire is what the test says. Not the JDK's WebSocket, which now and
 * then keeps a cut to itself when it comes right behind a message.
 */
final class RawClient extends SimpleChannelInboundHandler<WebSocketFrame> implements AutoCloseable {

    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> upgraded = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;

    private RawClient(URI uri) {
        WebSocketClientProtocolHandler upgrade = new WebSocketClientProtocolHandler(
                WebSocketClientHandshakerFactory.newHandshaker(
                        uri, WebSocketVersion.V13, null, false, new DefaultHttpHeaders(), MAX_FRAME),
                false);
        try {
            channel = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel connected) {
                            connected
                                    .pipeline()
                                    .addLast(
                                            new HttpClientCodec(),
                                            new HttpObjectAggregator(MAX_FRAME),
                                            upgrade,
                                            RawClient.this);
                        }
                    })
                    .connect(uri.getHost(), uri.getPort())
                    .syncUninterruptibly()
                    .channel();
            upgraded.orTimeout(5, TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Connects with any query. The caller speaks from the open packet on. */
    static RawClient open(SimulatedEndpoint endpoint, int engineIo, String query) {
        return open(endpoint.serverUrl(), engineIo, query);
    }

    static RawClient open(String serverUrl, int engineIo, String query) {
        return new RawClient(URI.create(serverUrl.replaceFirst("http", "ws") + "/socket.io/?" + query + "&EIO="
                + engineIo + "&transport=websocket"));
    }

    /** Connects with the query handshake, Engine.IO 4, up to {@code endpoint-ready}. */
    static RawClient ready(SimulatedEndpoint endpoint, String sessionId) {
        RawClient client = open(endpoint, 4, query(sessionId));
        client.expect("0{");
        client.send("40");
        client.expect("40{");
        client.expect("42[\"endpoint-ready\"]");
        return client;
    }

    static String query(String sessionId) {
        return "sessionId=" + sessionId + "&urlToken=demo&userId=u-1&testMode=false&emitWithAck=true";
    }

    static String input(String sessionId, String text) {
        return "42[\"processInput\",{\"URLToken\":\"demo\",\"userId\":\"u-1\",\"sessionId\":\"" + sessionId
                + "\",\"channel\":\"camel\",\"source\":\"device\",\"passthroughIP\":null,\"resetFlow\":false,\"text\":\""
                + text + "\"}]";
    }

    void send(String packet) {
        channel.writeAndFlush(new TextWebSocketFrame(packet));
    }

    /** The next packet, which must begin like this. */
    String expect(String beginning) {
        String packet = next();
        assertThat(packet).startsWith(beginning);
        return packet;
    }

    /** The next event, which must have this name; acknowledged if it asks for that. */
    String event(String name) {
        String payload = SocketIoPacket.parse(acknowledged()).payload();
        assertThat(payload).startsWith("[\"" + name + "\"");
        return payload;
    }

    /** The next packet; acknowledged if it asks for that. */
    String acknowledged() {
        String packet = next();
        String ackId = SocketIoPacket.parse(packet).ackId();
        if (ackId != null) {
            send("43" + ackId + "[]");
        }
        return packet;
    }

    String next() {
        try {
            String packet = received.poll(5, TimeUnit.SECONDS);
            assertThat(packet).as("a packet within 5 s").isNotNull();
            return packet;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many pings wait to be read. */
    long pings() {
        return received.stream().filter("2"::equals).count();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    boolean nothingReceived() {
        return received.isEmpty();
    }

    /** The WebSocket close code; 1005 where the frame had none, 1006 where the connection was cut. */
    int closeCode() {
        return closed.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame text) {
            received.add(text.text());
        } else if (frame instanceof CloseWebSocketFrame close) {
            closed.complete(close.statusCode() < 0 ? 1005 : close.statusCode());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            upgraded.complete(null);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed.complete(1006);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        upgraded.completeExceptionally(cause);
        ctx.close();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
