package io.camelcognigy.bench;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.transport.TransportSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The floor: WebSockets on Netty and the same exchange on the wire, with frames written once, acknowledgements by copying
 * digits, no JSON and no thread but the event loops. Nothing that speaks this protocol on this machine can be much
 * cheaper.
 */
final class FloorClient implements Client {

    private static final int MAX_HANDSHAKE_BYTES = 64 * 1024;
    private static final long READY_SECONDS = 30;

    private final Script script = new Script('f');
    private final EndpointAddress address;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(TransportSettings.defaults().ioThreads(), NioIoHandler.newFactory());
    private final List<FloorSession> sessions = new ArrayList<>();

    FloorClient(String endpointUrl) {
        this.address = EndpointAddress.parse(endpointUrl);
    }

    @Override
    public void open(int wanted) throws Exception {
        int known = sessions.size();
        for (int session = known; session < wanted; session++) {
            sessions.add(connect(session));
        }
        for (FloorSession session : sessions.subList(known, sessions.size())) {
            session.ready().get(READY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private FloorSession connect(int session) {
        FloorSession handler = new FloorSession(script.inputFrame(address, session));
        URI uri = URI.create(
                address.server().toString().replaceFirst("^http", "ws") + script.requestPath(address, session));
        WebSocketClientProtocolConfig config =
                WebSocketClientProtocolConfig.newBuilder().webSocketUri(uri).build();
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
                                .addLast(new WebSocketClientProtocolHandler(config))
                                .addLast(handler);
                    }
                })
                .connect(uri.getHost(), uri.getPort())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        handler.ready().completeExceptionally(connected.cause());
                    }
                });
        return handler;
    }

    @Override
    public void turn(int session, Done done) {
        sessions.get(session).turn(done);
    }

    @Override
    public void close() {
        sessions.forEach(FloorSession::close);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
