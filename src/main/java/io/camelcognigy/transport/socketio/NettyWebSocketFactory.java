package io.camelcognigy.transport.socketio;

import io.camelcognigy.transport.TransportSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * WebSockets on Netty behind OkHttp's interface, which is how the Socket.IO library takes sockets that are not OkHttp's:
 * no thread and no client per connection, TCP_NODELAY, no limit of connections per host.
 *
 * <p>A listener is called on its socket's event loop. There is no connect timeout in here; {@link WebSocket#cancel()} and
 * {@link WebSocket#close} end an attempt at any stage. Request URLs, which carry token and ids, are never logged nor part
 * of an exception's message.
 */
final class NettyWebSocketFactory implements WebSocket.Factory, AutoCloseable {

    private static final int MAX_HANDSHAKE_RESPONSE_BYTES = 64 * 1024;
    private static final int FLUSH_AFTER_WRITES = 64;
    private static final long CLOSE_QUIET_MILLIS = 100;
    private static final long CLOSE_TIMEOUT_MILLIS = 3_000;

    private final TransportSettings settings;
    private final ClientTls tls;
    private final HostLookup lookup = new HostLookup();
    private final EventLoopGroup group;
    private final ChannelFactory<? extends Channel> channels;

    NettyWebSocketFactory(TransportSettings settings) {
        this(settings, NioSocketChannel::new);
    }

    /**
     * @param channels for tests: where sockets come from, if there are any left
     */
    NettyWebSocketFactory(TransportSettings settings, ChannelFactory<? extends Channel> channels) {
        this.settings = settings;
        this.channels = channels;
        this.tls = new ClientTls(settings.sslContext());
        this.group = new MultiThreadIoEventLoopGroup(
                settings.ioThreads(), new DefaultThreadFactory("cognigy-io", true), NioIoHandler.newFactory());
    }

    /** The loop for a connection that is about to open. */
    EventLoop nextLoop() {
        return group.next();
    }

    @Override
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        return newWebSocket(nextLoop(), request, listener);
    }

    /** As {@link #newWebSocket(Request, WebSocketListener)}, on a loop of the caller's choice. Never throws. */
    WebSocket newWebSocket(EventLoop loop, Request request, WebSocketListener listener) {
        NettyWebSocket socket = new NettyWebSocket(request, listener, loop);
        TransportSettings.Proxy proxy = settings.proxy();
        String host = proxy == null ? request.url().host() : proxy.host();
        int port = proxy == null ? request.url().port() : proxy.port();
        lookup.resolve(host, port)
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (failure == null) {
                                begin(socket, addresses.iterator());
                            } else {
                                socket.failed(failure, null);
                            }
                        },
                        socket::onLoop);
        return socket;
    }

    /** Ends the threads as soon as the sockets that are being closed are closed, at the latest after 3 s. */
    @Override
    public void close() {
        lookup.close();
        group.shutdownGracefully(CLOSE_QUIET_MILLIS, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void begin(NettyWebSocket socket, Iterator<InetSocketAddress> addresses) {
        try {
            connect(socket, addresses);
        } catch (RuntimeException e) {
            // Neither the cause nor its message: they may repeat the URL.
            socket.failed(new IOException("no connection can be made of this URL"), null);
        }
    }

    /** Tries a host's addresses one after the other: a server may listen on IPv4 or IPv6 only. */
    private void connect(NettyWebSocket socket, Iterator<InetSocketAddress> addresses) {
        if (socket.ended()) {
            return;
        }
        InetSocketAddress next = addresses.next();
        InetSocketAddress destination = settings.proxy() == null ? next : endpointBehindProxy(socket.request());
        ChannelFuture attempt = new Bootstrap()
                .group(socket.loop())
                .channelFactory(channels)
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(new Pipeline(socket, next, handshaker(socket.request())))
                .connect(destination);
        // Out of file descriptors there is no channel, and the failure is told on a thread that is not the loop.
        if (attempt.channel().isRegistered()) {
            socket.attach(attempt.channel());
        }
        attempt.addListener(connected -> {
            if (!connected.isSuccess()) {
                socket.onLoop(() -> tryNext(socket, addresses, connected.cause()));
            }
        });
    }

    private void tryNext(NettyWebSocket socket, Iterator<InetSocketAddress> addresses, Throwable failure) {
        if (addresses.hasNext()) {
            connect(socket, addresses);
        } else {
            socket.failed(failure, null);
        }
    }

    private WebSocketClientHandshaker handshaker(Request request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        request.headers().toMultimap().forEach(headers::set);
        // No Origin: a server may check it against its list, and a non-browser client needs none (PROTOCOL §3).
        return WebSocketClientHandshakerFactory.newHandshaker(
                request.url().uri(),
                WebSocketVersion.V13,
                null,
                false,
                headers,
                settings.maxInboundBytes(),
                true,
                false,
                NettyWebSocket.CLOSE_TIMEOUT_MILLIS,
                false,
                false);
    }

    private static InetSocketAddress endpointBehindProxy(Request request) {
        return InetSocketAddress.createUnresolved(
                request.url().host(), request.url().port());
    }

    /** From the socket up: proxy, TLS, HTTP until the upgrade, whole valid text messages, our socket. */
    private final class Pipeline extends ChannelInitializer<Channel> {

        private final NettyWebSocket socket;
        private final InetSocketAddress peer;
        private final WebSocketClientHandshaker handshaker;

        Pipeline(NettyWebSocket socket, InetSocketAddress peer, WebSocketClientHandshaker handshaker) {
            this.socket = socket;
            this.peer = peer;
            this.handshaker = handshaker;
        }

        @Override
        protected void initChannel(Channel channel) throws Exception {
            ChannelPipeline pipeline = channel.pipeline();
            if (settings.proxy() != null) {
                pipeline.addLast(proxyHandler(settings.proxy()));
            }
            if (socket.request().isHttps()) {
                pipeline.addLast(tls.handler(
                        socket.request().url().host(), socket.request().url().port()));
            }
            pipeline.addLast(new FlushConsolidationHandler(FLUSH_AFTER_WRITES, true));
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(MAX_HANDSHAKE_RESPONSE_BYTES));
            pipeline.addLast(new Utf8FrameValidator());
            pipeline.addLast(new WebSocketFrameAggregator(settings.maxInboundBytes()));
            pipeline.addLast(new WebSocketHandler(socket, handshaker));
        }

        private HttpProxyHandler proxyHandler(TransportSettings.Proxy proxy) {
            HttpProxyHandler handler = proxy.user() == null
                    ? new HttpProxyHandler(peer)
                    : new HttpProxyHandler(peer, proxy.user(), proxy.password().reveal());
            handler.setConnectTimeoutMillis(0);
            return handler;
        }
    }
}
