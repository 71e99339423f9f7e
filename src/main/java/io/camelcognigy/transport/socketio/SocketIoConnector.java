package io.camelcognigy.transport.socketio;

import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.TransportSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * The stock Socket.IO client behind the seam: {@code io.socket:socket.io-client}, Engine.IO 4, websocket only, no
 * reconnect of its own.
 *
 * <p>Costs a heartbeat thread per connection, which the library makes; everything else is shared.
 */
public final class SocketIoConnector implements Connector {

    private final NettyWebSocketFactory webSockets;
    private final ProtocolCodec codec;
    private final Set<SocketIoConnection> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @throws IllegalStateException if the system refuses what the I/O threads need, for want of file descriptors
     */
    public SocketIoConnector(TransportSettings settings) {
        this.webSockets = new NettyWebSocketFactory(settings);
        this.codec = new ProtocolCodec(settings.maxInboundBytes());
    }

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        SocketIoConnection connection =
                new SocketIoConnection(request, listener, codec, webSockets, webSockets.nextLoop(), live::remove);
        live.add(connection);
        if (closed) {
            connection.lost(Loss.Source.CLIENT, Loss.Reason.CLOSED_BY_US, "the connector is closed", null);
        } else if (HttpUrl.parse(request.address().server().toString()) == null) {
            // The library would throw on its own thread, where nobody hears of it.
            connection.lost(Loss.Source.CLIENT, Loss.Reason.CONNECT_FAILED, "the host name is not valid", null);
        } else {
            connection.open();
        }
        return connection;
    }

    @Override
    public void close() {
        closed = true;
        live.forEach(SocketIoConnection::close);
        webSockets.close();
    }
}
