package io.camelcognigy.transport.dial;

import io.camelcognigy.transport.TransportSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens TCP connections to servers, through the proxy and into TLS where the settings and the address say so. No connect
 * timeout in here: who dials gives up.
 *
 * <p>Thread-safe. Nothing blocks.
 */
public final class Dialer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final TransportSettings.Proxy proxy;
    private final ClientTls tls;
    private final HostLookup lookup;
    private final ChannelFactory<? extends Channel> channels;

    /** Who wants a connection. All calls come on the event loop it was dialled for. */
    public interface Caller {

        /** Whether nobody is interested any more. */
        boolean hungUp();

        /** Adds the handlers above TLS. Called for each address that is tried. */
        void equip(ChannelPipeline pipeline);

        /** The channel of the address that is being tried. */
        void trying(Channel channel);

        /** There is no connection; the last call. */
        void unreachable(Throwable cause);
    }

    /** Where to: a host name or address, and whether TLS is spoken there. */
    public record Destination(String host, int port, boolean secure) {}

    /**
     * @param threads stay the caller's
     * @param channels where sockets come from, if there are any left
     * @throws IllegalStateException if TLS cannot be as the settings say
     */
    public Dialer(TransportSettings settings, IoThreads threads, ChannelFactory<? extends Channel> channels) {
        this.proxy = settings.proxy();
        this.lookup = threads.lookup();
        this.channels = channels;
        this.tls = new ClientTls(settings.tls());
    }

    /** Begins to connect. Never throws; every outcome reaches the caller, unless the threads end before. */
    public void dial(Destination to, EventLoop loop, Caller caller) {
        String host = proxy == null ? to.host() : proxy.host();
        int port = proxy == null ? to.port() : proxy.port();
        lookup.resolve(host, port)
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (failure == null) {
                                new Attempt(to, loop, caller, addresses.iterator()).next();
                            } else {
                                caller.unreachable(failure);
                            }
                        },
                        task -> onLoop(loop, task));
    }

    /** No more TLS connections; those that stand go on. What is still being dialled fails, if nobody hung up. */
    @Override
    public void close() {
        tls.close();
    }

    private static void onLoop(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("an attempt to connect ended with its event loop");
        }
    }

    /** Tries a host's addresses one after the other: a server may listen on IPv4 or IPv6 only. */
    private final class Attempt extends ChannelInitializer<Channel> {

        private final Destination to;
        private final EventLoop loop;
        private final Caller caller;
        private final Iterator<InetSocketAddress> addresses;
        private InetSocketAddress peer;

        Attempt(Destination to, EventLoop loop, Caller caller, Iterator<InetSocketAddress> addresses) {
            this.to = to;
            this.loop = loop;
            this.caller = caller;
            this.addresses = addresses;
        }

        void next() {
            if (caller.hungUp()) {
                return;
            }
            peer = addresses.next();
            ChannelFuture connecting = new Bootstrap()
                    .group(loop)
                    .channelFactory(channels)
                    .disableResolver()
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                    .handler(this)
                    .connect(proxy == null ? peer : InetSocketAddress.createUnresolved(to.host(), to.port()));
            // Out of file descriptors there is no channel, and the failure is told on a thread that is not the loop.
            if (connecting.channel().isRegistered()) {
                caller.trying(connecting.channel());
            }
            connecting.addListener(connected -> {
                if (!connected.isSuccess()) {
                    onLoop(loop, () -> failed(connected.cause()));
                }
            });
        }

        private void failed(Throwable cause) {
            if (addresses.hasNext()) {
                next();
            } else {
                caller.unreachable(cause);
            }
        }

        @Override
        protected void initChannel(Channel channel) throws GeneralSecurityException {
            if (proxy != null) {
                channel.pipeline().addLast(proxyHandler());
            }
            if (to.secure()) {
                channel.pipeline().addLast(tls.handler(channel.alloc(), to.host(), to.port()));
            }
            caller.equip(channel.pipeline());
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        private ProxyHandler proxyHandler() {
            String user = proxy.user();
            String password = user == null ? null : proxy.password().reveal();
            ProxyHandler handler = switch (proxy.type()) {
                case HTTP -> user == null ? new HttpProxyHandler(peer) : new HttpProxyHandler(peer, user, password);
                case SOCKS5 -> new Socks5ProxyHandler(peer, user, password);
            };
            handler.setConnectTimeoutMillis(0);
            return handler;
        }
    }
}
