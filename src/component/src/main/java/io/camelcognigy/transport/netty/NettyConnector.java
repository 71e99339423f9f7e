package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.transport.AbstractConnection;
import io.camelcognigy.transport.AbstractConnector;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.RequestHeaders;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.Dialer;
import io.camelcognigy.transport.dial.IoThreads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections in either protocol generation, over websocket, on a few event loops: none costs a thread or a timer. */
public final class NettyConnector extends AbstractConnector {

    private final Dialer dialer;
    private final GenerationChoice generations;
    private final List<LoopServices> loops;
    private final int maxInboundBytes;
    private final RequestHeaders requestHeaders;
    private final AtomicInteger opened = new AtomicInteger();

    /** @param threads stay the caller's, who ends them some time after the close of this */
    public NettyConnector(TransportSettings settings, ProtocolGeneration generation, IoThreads threads) {
        this(settings, generation, threads, threads.channels());
    }

    /**
     * @param channels for tests: where sockets come from, if there are any left
     */
    NettyConnector(
            TransportSettings settings,
            ProtocolGeneration generation,
            IoThreads threads,
            ChannelFactory<? extends Channel> channels) {
        super(settings);
        this.dialer = new Dialer(settings, threads, channels);
        this.generations = new GenerationChoice(generation);
        this.loops = threads.companions(LoopServices.class, LoopServices::of);
        this.maxInboundBytes = settings.maxInboundBytes();
        this.requestHeaders = settings.requestHeaders();
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
    protected void release() {
        dialer.close();
    }

    Dialer dialer() {
        return dialer;
    }

    GenerationChoice generations() {
        return generations;
    }

    RequestHeaders requestHeaders() {
        return requestHeaders;
    }

    int maxInboundBytes() {
        return maxInboundBytes;
    }
}
