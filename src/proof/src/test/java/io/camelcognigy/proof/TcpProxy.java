package io.camelcognigy.proof;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Stands between a client and a server on this machine, and is the bad network between them. A fault strikes the links
 * that are {@link #only chosen}, or all, until {@link #heal()}. Thread-safe; all that happens, happens on one event loop,
 * and has happened when a method returns.
 */
final class TcpProxy implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("proof-proxy", true), NioIoHandler.newFactory());
    private final BiFunction<String, ByteBuf, String> names;
    private final int port;
    private volatile int target;

    // The event loop's.
    private final Set<Link> links = new HashSet<>();
    private Channel listener;
    private Predicate<String> chosen = name -> true;
    private Weather weather = Weather.FINE;

    private TcpProxy(int target, BiFunction<String, ByteBuf, String> names) {
        this.target = target;
        this.names = names;
        this.listener = listen(0);
        this.port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Its links have no names. */
    static TcpProxy to(int port) {
        return to(port, (known, bytes) -> "");
    }

    /** @param names called with a link's name, empty at first, and what its client sends next; gives its name from then on */
    static TcpProxy to(int port, BiFunction<String, ByteBuf, String> names) {
        return new TcpProxy(port, names);
    }

    int port() {
        return port;
    }

    /** Where new links lead. */
    void target(int port) {
        target = port;
    }

    /** New connections are refused; standing ones stay. */
    void refuse() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
            listener = null;
            awaitRefusal();
        }
    }

    /** A selector gives a closed socket back with its next round only. */
    private void awaitRefusal() {
        boolean refused = false;
        while (!refused) {
            try {
                new Socket(HOST, port).close();
            } catch (IOException e) {
                refused = true;
            }
        }
    }

    /** The faults to come strike only links with such a name. */
    void only(Predicate<String> names) {
        run(() -> chosen = names);
    }

    /** Nothing arrives any more, nor does anybody learn that. What was sent meanwhile arrives when it has healed. */
    void blackhole(Direction... directions) {
        change(new Weather(Set.of(directions), weather().delay(), weather().bytesPerSecond()));
    }

    void delay(Duration delay) {
        change(new Weather(weather().blackholes(), delay, weather().bytesPerSecond()));
    }

    void throttle(long bytesPerSecond) {
        change(new Weather(weather().blackholes(), weather().delay(), bytesPerSecond));
    }

    /** The links that stand are half open for ever; new ones are not. */
    void freeze(Direction... directions) {
        run(() -> struck().forEach(link -> link.freeze(Set.of(directions))));
    }

    /** Each link that stands is cut when so many more bytes have passed it that way. */
    void cutAfter(Direction direction, long bytes) {
        run(() -> struck().forEach(link -> link.cutAfter(direction, bytes)));
    }

    /** Both ends see the end of the connection. */
    void cut() {
        run(() -> struck().forEach(Link::cut));
    }

    /** Both ends see a reset. */
    void reset() {
        run(() -> struck().forEach(Link::reset));
    }

    /** Fine weather for all, and connections are welcome. What is frozen or cut stays so. */
    void heal() {
        run(() -> chosen = name -> true);
        change(Weather.FINE);
        if (listener == null) {
            listener = listen(port);
        }
    }

    /** How many links stand, as their clients see it. */
    int standing() {
        return call(() -> (int) links.stream().filter(Link::standsForClient).count());
    }

    /** How many of those that were frozen stand, as their clients see it. */
    int frozen() {
        return call(() -> (int) links.stream()
                .filter(Link::standsForClient)
                .filter(Link::frozen)
                .count());
    }

    /** Event loop. What the weather is for a link. */
    Weather weather(Link link) {
        return chosen.test(link.name()) ? weather : Weather.FINE;
    }

    /** Event loop. */
    String name(String known, ByteBuf bytes) {
        return names.apply(known, bytes);
    }

    /** Event loop. */
    void gone(Link link) {
        links.remove(link);
    }

    private Set<Link> struck() {
        Set<Link> struck = new HashSet<>(links);
        struck.removeIf(link -> !chosen.test(link.name()));
        return struck;
    }

    private Weather weather() {
        return call(() -> weather);
    }

    private void change(Weather next) {
        run(() -> {
            weather = next;
            Set.copyOf(links).forEach(Link::flow);
        });
    }

    private void run(Runnable action) {
        loop.submit(action).syncUninterruptibly();
    }

    private <T> T call(Callable<T> action) {
        return loop.submit(action).syncUninterruptibly().getNow();
    }

    private Channel listen(int onPort) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        Link link = new Link(TcpProxy.this, client);
                        links.add(link);
                        link.connect(new InetSocketAddress(HOST, target));
                    }
                })
                .bind(HOST, onPort)
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public void close() {
        refuse();
        run(() -> Set.copyOf(links).forEach(Link::cut));
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
