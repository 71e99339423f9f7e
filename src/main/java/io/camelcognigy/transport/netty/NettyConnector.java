package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.ws.Dialer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections in either protocol generation, over websocket, on a few event loops: none costs a thread or a timer. */
public final class NettyConnector implements Connector {

    private final ProtocolCodec codec;
    private final Dialer dialer;
    private final GenerationChoice generations;
    private final List<LoopServices> loops;
    private final int maxInboundBytes;
    private final AtomicInteger opened = new AtomicInteger();
    private final Set<NettyConnection> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @throws IllegalStateException if the system refuses what the I/O threads need, for want of file descriptors
     */
    public NettyConnector(TransportSettings settings, ProtocolGeneration generation) {
        this(settings, generation, NioSocketChannel::new);
    }

    /**
     * @param channels for tests: where sockets come from, if there are any left
     */
    NettyConnector(
            TransportSettings settings, ProtocolGeneration generation, ChannelFactory<? extends Channel> channels) {
        this.codec = new ProtocolCodec(settings.maxInboundBytes());
        this.dialer = new Dialer(settings, channels);
        this.generations = new GenerationChoice(generation);
        this.loops = dialer.loops().stream().map(LoopServices::of).toList();
        this.maxInboundBytes = settings.maxInboundBytes();
    }

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        LoopServices services = loops.get(Math.floorMod(opened.getAndIncrement(), loops.size()));
        NettyConnection connection = new NettyConnection(request, listener, this, services);
        live.add(connection);
        if (closed) {
            connection.lost(Loss.Source.CLIENT, Loss.Reason.CLOSED_BY_US, "the connector is closed", null);
        } else if (!Target.validHost(request.address())) {
            connection.lost(Loss.Source.CLIENT, Loss.Reason.CONNECT_FAILED, "the host name is not valid", null);
        } else {
            connection.open();
        }
        return connection;
    }

    @Override
    public void close() {
        closed = true;
        live.forEach(NettyConnection::close);
        dialer.close();
    }

    ProtocolCodec codec() {
        return codec;
    }

    Dialer dialer() {
        return dialer;
    }

    GenerationChoice generations() {
        return generations;
    }

    int maxInboundBytes() {
        return maxInboundBytes;
    }

    void released(NettyConnection connection) {
        live.remove(connection);
    }
}
