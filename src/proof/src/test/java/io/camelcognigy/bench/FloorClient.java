package io.camelcognigy.bench;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.transport.dial.IoThreads;
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

    private final Script script = new Script(ClientKind.FLOOR.label());
    private final List<EndpointAddress> addresses;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(IoThreads.enough(), NioIoHandler.newFactory());
    private final List<FloorSession> sessions = new ArrayList<>();

    FloorClient(List<String> endpointUrls) {
        this.addresses = endpointUrls.stream().map(EndpointAddress::parse).toList();
    }

    @Override
    public void open(int wanted) throws Exception {
        int known = sessions.size();
        Openings openings = new Openings();
        for (int session = known; session < wanted; session++) {
            openings.begin();
            FloorSession opening = connect(session);
            sessions.add(opening);
            openings.add(opening.ready());
        }
        openings.await();
    }

    private FloorSession connect(int session) {
        EndpointAddress address = addresses.get(session % addresses.size());
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
