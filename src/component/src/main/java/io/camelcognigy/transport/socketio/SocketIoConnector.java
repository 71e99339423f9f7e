package io.camelcognigy.transport.socketio;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.transport.AbstractConnection;
import io.camelcognigy.transport.AbstractConnector;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import okhttp3.HttpUrl;

/**
 * The stock Socket.IO client behind the seam: {@code io.socket:socket.io-client}, Engine.IO 4, websocket only, no
 * reconnect of its own.
 *
 * <p>Costs a heartbeat thread per connection, which the library makes; everything else is shared.
 */
public final class SocketIoConnector extends AbstractConnector {

    private final NettyWebSocketFactory webSockets;

    /** @param threads stay the caller's, who ends them some time after the close of this */
    public SocketIoConnector(TransportSettings settings, IoThreads threads) {
        super(settings);
        this.webSockets = new NettyWebSocketFactory(settings, threads);
    }

    @Override
    protected AbstractConnection newConnection(ConnectRequest request, ConnectionListener listener) {
        return new SocketIoConnection(request, listener, this, webSockets, webSockets.nextLoop());
    }

    /** Else the library would throw on its own thread, where nobody hears of it. */
    @Override
    protected boolean validHost(EndpointAddress address) {
        return HttpUrl.parse(address.server().toString()) != null;
    }

    @Override
    protected void release() {
        webSockets.close();
    }
}
