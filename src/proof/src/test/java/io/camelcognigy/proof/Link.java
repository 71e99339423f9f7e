package io.camelcognigy.proof;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.util.Set;

/** One client's connection through a {@link TcpProxy}, and the proxy's own to the server. Event loop only. */
final class Link {

    private final TcpProxy proxy;
    private final Channel client;
    private Channel server;
    private Pipe toServer;
    private Pipe toClient;
    private String name = "";
    private boolean stands;
    private Set<Direction> frozen = Set.of();

    Link(TcpProxy proxy, Channel client) {
        this.proxy = proxy;
        this.client = client;
    }

    void connect(SocketAddress target) {
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false);
        toServer = new Pipe(this, Direction.TO_SERVER);
        toClient = new Pipe(this, Direction.TO_CLIENT);
        ChannelFuture connecting = bootstrap.handler(toClient).connect(target);
        server = connecting.channel();
        client.pipeline().addLast(toServer);
        toServer.leadsTo(server);
        toClient.leadsTo(client);
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                stands = true;
                flow();
            } else {
                reset();
            }
        });
    }

    String name() {
        return name;
    }

    /** What the client sends names the link. */
    void read(Direction direction, ByteBuf bytes) {
        if (direction == Direction.TO_SERVER) {
            name = proxy.name(name, bytes);
        }
    }

    Weather weather() {
        return proxy.weather(this);
    }

    boolean blackholes(Direction direction) {
        return frozen.contains(direction) || weather().blackholes().contains(direction);
    }

    void freeze(Set<Direction> directions) {
        frozen = directions;
    }

    boolean frozen() {
        return !frozen.isEmpty();
    }

    /** From the connection to the server until the link is cut. */
    boolean stands() {
        return stands;
    }

    boolean standsForClient() {
        return client.isActive();
    }

    void cutAfter(Direction direction, long bytes) {
        (direction == Direction.TO_SERVER ? toServer : toClient).cutAfter(bytes);
    }

    /** Lets go what may go now. */
    void flow() {
        toServer.flow();
        toClient.flow();
    }

    void cut() {
        stands = false;
        toServer.clear();
        toClient.clear();
        client.close();
        server.close();
        proxy.gone(this);
    }

    void reset() {
        // Where the connection is gone already there is nothing to set.
        if (client.isActive()) {
            client.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (server.isActive()) {
            server.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        cut();
    }
}
