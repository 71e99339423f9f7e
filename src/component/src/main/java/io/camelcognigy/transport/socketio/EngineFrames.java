package io.camelcognigy.transport.socketio;

import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.SocketIoPacket;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.dial.Failures;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a socket and the library's listener, on the socket's event loop, and sorts Engine.IO packets (PROTOCOL
 * §15): opening, CONNECT and pings go on to the library, written anew from what was understood, so that its JSON parser
 * never sees a server's text; everything else goes to the connection.
 */
final class EngineFrames extends WebSocketListener {

    private static final Logger LOG = LoggerFactory.getLogger(EngineFrames.class);

    private static final String PING = "2";

    private final SocketIoConnection connection;
    private final ProtocolCodec codec;
    private final WebSocketListener library;
    private boolean open;

    EngineFrames(SocketIoConnection connection, ProtocolCodec codec, WebSocketListener library) {
        this.connection = connection;
        this.codec = codec;
        this.library = library;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        open = true;
        connection.opened(webSocket);
        library.onOpen(webSocket, response);
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        if (connection.over()) {
            return;
        }
        try {
            packet(webSocket, text);
        } catch (MalformedFrameException e) {
            connection.malformed(e);
        }
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
        LOG.debug("ignored a binary message of {} bytes", bytes.size());
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        boolean tooLarge = code == WebSocketCloseStatus.MESSAGE_TOO_BIG.code();
        connection.lost(
                Loss.Source.SERVER,
                tooLarge ? Loss.Reason.FRAME_TOO_LARGE : Loss.Reason.TRANSPORT_CLOSED,
                "the server closed the WebSocket with code " + code,
                null);
        library.onClosed(webSocket, code, reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, Response refusal) {
        if (refusal != null) {
            connection.lost(Loss.Source.SERVER, Loss.Reason.CONNECT_FAILED, Failures.describe(refusal.code()), failure);
        } else {
            Loss.Reason reason = open ? Failures.reason(failure) : Loss.Reason.CONNECT_FAILED;
            Loss.Source source = Failures.endedByUs(reason) ? Loss.Source.CLIENT : Loss.Source.NETWORK;
            connection.lost(source, reason, Failures.describe(failure), failure);
        }
        // The library takes no note of what is not an Exception, and would wait for ever.
        library.onFailure(webSocket, failure instanceof Exception ? failure : new IOException(failure), refusal);
    }

    private void packet(WebSocket webSocket, String text) throws MalformedFrameException {
        switch (text.isEmpty() ? '-' : text.charAt(0)) {
            case '0' -> library.onMessage(webSocket, opening(text.substring(1)));
            case '1' ->
                connection.lost(
                        Loss.Source.SERVER,
                        Loss.Reason.TRANSPORT_CLOSED,
                        "the server ended the Engine.IO connection",
                        null);
            case '2' -> library.onMessage(webSocket, PING);
            case '3', '5', '6' -> LOG.debug("ignored an Engine.IO packet that this side has no use for");
            case '4' -> message(webSocket, SocketIoPacket.parse(text.substring(1)));
            default -> throw new MalformedFrameException("not an Engine.IO packet");
        }
    }

    private void message(WebSocket webSocket, SocketIoPacket packet) throws MalformedFrameException {
        if (packet.type() != SocketIoPacket.Type.CONNECT) {
            connection.received(packet);
        } else if (SocketIoPacket.MAIN_NAMESPACE.equals(packet.namespace())) {
            library.onMessage(webSocket, "40" + codec.write(Map.of("sid", socketId(packet.payload()))));
            connection.connected();
        }
    }

    /** The library's view of the opening packet: without what it does not read, and with what it insists on. */
    private String opening(String json) throws MalformedFrameException {
        if (!(codec.parse(json) instanceof Map<?, ?> opening)
                || !(opening.get("sid") instanceof String sid)
                || !(opening.get("pingInterval") instanceof Long interval && interval > 0)
                || !(opening.get("pingTimeout") instanceof Long timeout && timeout > 0)) {
            throw new MalformedFrameException("the Engine.IO opening lacks its id or heartbeat times");
        }
        if (opening.get("maxPayload") instanceof Long bytes && bytes > 0) {
            connection.announced((int) Math.min(bytes, Integer.MAX_VALUE));
        }
        return "0"
                + codec.write(
                        Map.of("sid", sid, "upgrades", List.of(), "pingInterval", interval, "pingTimeout", timeout));
    }

    private String socketId(String json) throws MalformedFrameException {
        if (json != null && codec.parse(json) instanceof Map<?, ?> reply && reply.get("sid") instanceof String sid) {
            return sid;
        }
        // A Socket.IO 2 server accepts by itself and gives no id (PROTOCOL §3).
        throw new MalformedFrameException("the server speaks Socket.IO 2 (Engine.IO 3), which this transport does not");
    }
}
