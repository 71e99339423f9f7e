package io.camelcognigy.transport.socketio;

import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.SocketIoPacket;
import io.camelcognigy.transport.AbstractConnection;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Loss;
import io.netty.channel.EventLoop;
import io.socket.client.Manager;
import io.socket.client.Socket;
import okhttp3.WebSocket;

/**
 * One connection: a Manager and a Socket of the library, of its own, over one of our WebSockets.
 *
 * <p>The library's callbacks come on its JVM-wide thread, and only ask the event loop for a loss.
 */
final class SocketIoConnection extends AbstractConnection {

    private static final String ENGINE_MESSAGE = "4";
    private static final String PING_TIMEOUT = "ping timeout";
    private static final long NO_TIMER_THREAD = -1;

    private final Socket library;
    private volatile WebSocket webSocket;

    SocketIoConnection(
            ConnectRequest request,
            ConnectionListener listener,
            SocketIoConnector connector,
            NettyWebSocketFactory webSockets,
            EventLoop loop) {
        super(request, listener, connector, loop);
        Manager.Options options = new Manager.Options();
        options.path = request.address().socketIoPath();
        options.query = query(request, codec());
        options.transports = new String[] {io.socket.engineio.client.transports.WebSocket.NAME};
        options.upgrade = false;
        options.reconnection = false;
        options.timeout = NO_TIMER_THREAD;
        options.webSocketFactory = (httpRequest, librarys) ->
                webSockets.newWebSocket(loop, httpRequest, new EngineFrames(this, codec(), librarys));
        // Not null, or the library makes an OkHttpClient with threads of its own.
        options.callFactory = call -> {
            throw new UnsupportedOperationException("websocket only");
        };
        this.library = new Manager(request.address().server(), options).socket(SocketIoPacket.MAIN_NAMESPACE, options);
    }

    @Override
    protected void dial() {
        library.on(Socket.EVENT_DISCONNECT, args -> libraryLost(args.length == 0 ? null : args[0]));
        library.on(Socket.EVENT_CONNECT_ERROR, args -> libraryLost(null));
        library.open();
    }

    /** The WebSocket is open. On the event loop. */
    void opened(WebSocket socket) {
        webSocket = socket;
    }

    @Override
    protected void write(SocketIoPacket packet) {
        WebSocket socket = webSocket;
        if (socket != null) {
            socket.send(ENGINE_MESSAGE + packet.encode());
        }
    }

    /** The library misses the heartbeats of a server that is not read from, and ends the connection after a while. */
    @Override
    protected void read(boolean on) {
        if (webSocket instanceof NettyWebSocket socket) {
            socket.reading(on);
        }
    }

    @Override
    protected void release(Loss loss) {
        WebSocket socket = webSocket;
        webSocket = null;
        boolean peerListens = loss.source() != Loss.Source.NETWORK && loss.reason() != Loss.Reason.PROTOCOL_ERROR;
        if (socket != null && !peerListens) {
            socket.cancel();
        }
        // Writes 41 if connected, closes the WebSocket at any stage and ends the heartbeat thread.
        library.close();
    }

    private static String query(ConnectRequest request, ProtocolCodec codec) {
        return request.handshake() == HandshakeMode.INNER ? "handshake=true" : codec.query(request.parameters());
    }

    private void libraryLost(Object reason) {
        boolean silence = PING_TIMEOUT.equals(reason);
        lost(
                Loss.Source.NETWORK,
                silence ? Loss.Reason.PING_TIMEOUT : Loss.Reason.TRANSPORT_CLOSED,
                silence ? "no heartbeat from the server" : "the connection was lost",
                null);
    }
}
