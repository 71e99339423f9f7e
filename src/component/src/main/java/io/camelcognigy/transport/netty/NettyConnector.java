package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.transport.AbstractConnection;
import io.camelcognigy.transport.AbstractConnector;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.Dialer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections in either protocol generation, over websocket, on a few event loops: none costs a thread or a timer. */
public final class NettyConnector extends AbstractConnector {

    private final Dialer dialer;
    private final GenerationChoice generations;
    private final List<LoopServices> loops;
    private final int maxInboundBytes;
    private final AtomicInteger opened = new AtomicInteger();

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
        super(settings);
        this.dialer = new Dialer(settings, channels);
        this.generations = new GenerationChoice(generation);
        this.loops = dialer.loops().stream().map(LoopServices::of).toList();
        this.maxInboundBytes = settings.maxInboundBytes();
    }

    @Override
    protected AbstractConnection newConnection(ConnectRequest request, ConnectionListener listener) {
        LoopServices services = loops.get(Math.floorMod(opened.getAndIncrement(), loops.size()));
        return new NettyConnection(request, listener, this, services);
    }

    @Override
    protected boolean validHost(EndpointAddress address) {
        return Target.validHost(address);
    }

    @Override
    protected void freeThreads() {
        dialer.close();
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
}
