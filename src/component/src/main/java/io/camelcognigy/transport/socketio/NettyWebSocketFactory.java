package io.camelcognigy.transport.socketio;

import io.camelcognigy.transport.RequestHeaders;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.Dialer;
import io.camelcognigy.transport.dial.IoThreads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
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
import java.io.IOException;
import java.net.URI;
import okhttp3.HttpUrl;
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

    private final IoThreads threads;
    private final Dialer dialer;
    private final int maxInboundBytes;
    private final RequestHeaders requestHeaders;

    NettyWebSocketFactory(TransportSettings settings, IoThreads threads) {
        this(settings, threads, threads.channels());
    }

    /**
     * @param channels for tests: where sockets come from, if there are any left
     */
    NettyWebSocketFactory(TransportSettings settings, IoThreads threads, ChannelFactory<? extends Channel> channels) {
        this.threads = threads;
        this.dialer = new Dialer(settings, threads, channels);
        this.maxInboundBytes = settings.maxInboundBytes();
        this.requestHeaders = settings.requestHeaders();
    }

    /** The loop for a connection that is about to open. */
    EventLoop nextLoop() {
        return threads.next();
    }

    @Override
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        return newWebSocket(nextLoop(), request, listener);
    }

    /** As {@link #newWebSocket(Request, WebSocketListener)}, on a loop of the caller's choice. Never throws. */
    WebSocket newWebSocket(EventLoop loop, Request request, WebSocketListener listener) {
        NettyWebSocket socket = new NettyWebSocket(request, listener, loop);
        HttpUrl url = request.url();
        URI uri;
        try {
            uri = url.uri();
        } catch (RuntimeException e) {
            // Neither the cause nor its message: they may repeat the URL.
            socket.onLoop(() -> socket.failed(new IOException("no connection can be made of this URL"), null));
            return socket;
        }
        dialer.dial(new Dialer.Destination(url.host(), url.port(), request.isHttps()), loop, new Call(socket, uri));
        return socket;
    }

    @Override
    public void close() {
        dialer.close();
    }

    /** From TLS up: HTTP until the upgrade, whole valid text messages, our socket. */
    private final class Call implements Dialer.Caller {

        private final NettyWebSocket socket;
        private final URI uri;

        Call(NettyWebSocket socket, URI uri) {
            this.socket = socket;
            this.uri = uri;
        }

        @Override
        public boolean hungUp() {
            return socket.ended();
        }

        @Override
        public void equip(ChannelPipeline pipeline) {
            pipeline.addLast(new FlushConsolidationHandler(FLUSH_AFTER_WRITES, true));
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(MAX_HANDSHAKE_RESPONSE_BYTES));
            pipeline.addLast(new Utf8FrameValidator());
            pipeline.addLast(new WebSocketFrameAggregator(maxInboundBytes));
            pipeline.addLast(new WebSocketHandler(socket, handshaker()));
        }

        @Override
        public void trying(Channel channel) {
            socket.attach(channel);
        }

        @Override
        public void unreachable(Throwable cause) {
            socket.failed(cause, null);
        }

        private WebSocketClientHandshaker handshaker() {
            HttpHeaders headers = new DefaultHttpHeaders();
            socket.request().headers().toMultimap().forEach(headers::set);
            requestHeaders.asMap().forEach(headers::set);
            // No Origin: a server may check it against its list, and a non-browser client needs none (PROTOCOL §3).
            return WebSocketClientHandshakerFactory.newHandshaker(
                    uri,
                    WebSocketVersion.V13,
                    null,
                    false,
                    headers,
                    maxInboundBytes,
                    true,
                    false,
                    NettyWebSocket.CLOSE_TIMEOUT_MILLIS,
                    false,
                    false);
        }
    }
}
