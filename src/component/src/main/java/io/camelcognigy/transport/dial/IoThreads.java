package io.camelcognigy.transport.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The event loops and the name lookup under all connections of however many connectors. By epoll where
 * io.netty:netty-transport-native-epoll is on the class path and the system has it, else by NIO; with what both Netty 4.1
 * and 4.2 have. Thread-safe.
 */
public final class IoThreads implements AutoCloseable {

    private static final long CLOSE_QUIET_MILLIS = 100;
    private static final long CLOSE_TIMEOUT_MILLIS = 3_000;

    private final HostLookup lookup = new HostLookup();
    private final EventLoopGroup group;
    private final ChannelFactory<? extends Channel> channels;
    private final Map<Class<?>, List<?>> companions = new ConcurrentHashMap<>();

    /**
     * @param threads for all sockets together
     * @throws IllegalStateException if the system refuses what they need, for want of file descriptors
     */
    public IoThreads(int threads) {
        this(threads, epoll());
    }

    private IoThreads(int threads, boolean epoll) {
        ThreadFactory factory = new DefaultThreadFactory("cognigy-io", true);
        if (epoll) {
            group = EpollLoops.group(threads, factory);
            channels = EpollLoops.channels();
        } else {
            group = nio(threads, factory);
            channels = NioSocketChannel::new;
        }
    }

    /** By NIO, whatever there is. */
    public static IoThreads nio(int threads) {
        return new IoThreads(threads, false);
    }

    /** A thread per processor up to four: they only move bytes and small JSON documents. */
    public static int enough() {
        return Math.min(4, Runtime.getRuntime().availableProcessors());
    }

    /** Where sockets come from, if there are any left. */
    public ChannelFactory<? extends Channel> channels() {
        return channels;
    }

    /** The loop for a connection that is about to open. */
    public EventLoop next() {
        return group.next();
    }

    /** For each loop what a transport keeps there for all its connections, made once. */
    public <T> List<T> companions(Class<T> kind, Function<EventLoop, T> make) {
        List<?> made = companions.computeIfAbsent(kind, any -> {
            List<T> each = new ArrayList<>();
            for (EventExecutor loop : group) {
                each.add(make.apply((EventLoop) loop));
            }
            return List.copyOf(each);
        });
        return made.stream().map(kind::cast).toList();
    }

    HostLookup lookup() {
        return lookup;
    }

    /** Ends the threads as soon as the sockets that are being closed are closed, at the latest after 3 s. */
    @Override
    public void close() {
        lookup.close();
        group.shutdownGracefully(CLOSE_QUIET_MILLIS, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Netty 4.2 has another way, too, which 4.1 has not. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup nio(int threads, ThreadFactory factory) {
        return new NioEventLoopGroup(threads, factory);
    }

    private static boolean epoll() {
        try {
            return EpollLoops.available();
        } catch (LinkageError e) {
            // Not on the class path, or of another version than the rest of Netty.
            return false;
        }
    }

    /** Apart, as its classes may be missing. */
    private static final class EpollLoops {

        private EpollLoops() {}

        static boolean available() {
            return Epoll.isAvailable();
        }

        @SuppressWarnings("deprecation")
        static EventLoopGroup group(int threads, ThreadFactory factory) {
            return new EpollEventLoopGroup(threads, factory);
        }

        static ChannelFactory<? extends Channel> channels() {
            return EpollSocketChannel::new;
        }
    }
}
