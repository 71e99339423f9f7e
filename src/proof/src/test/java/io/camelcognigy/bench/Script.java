package io.camelcognigy.bench;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ProcessInput;
import io.camelcognigy.protocol.ProtocolCodec;

/**
 * What all clients say, so that the same bytes go over the wire whoever sends them.
 *
 * @param client tells the clients' sessions apart: a session must have one connection only (PROTOCOL §10)
 */
record Script(String client) {

    /** What a person says in every turn; the bot repeats it. */
    static final String TEXT = "Where is my parcel?";

    private static final String SESSION = "-session-";
    private static final ProtocolCodec CODEC = new ProtocolCodec();

    String sessionId(int session) {
        return client + SESSION + session;
    }

    /** The number in a session id. */
    static int session(String sessionId) {
        return Integer.parseInt(sessionId, sessionId.lastIndexOf('-') + 1, sessionId.length(), 10);
    }

    ProcessInput input(EndpointAddress address, int session) {
        String id = sessionId(session);
        return new ProcessInput(address.urlToken(), id, id, "camel", null, false, TEXT, null);
    }

    HandshakeParameters handshake(EndpointAddress address, int session) {
        String id = sessionId(session);
        return new HandshakeParameters(address.urlToken(), id, id, false, true);
    }

    /** The request path of a session's WebSocket, Engine.IO 4. */
    String requestPath(EndpointAddress address, int session) {
        return address.socketIoPath() + "?" + CODEC.query(handshake(address, session)) + "&EIO=4&transport=websocket";
    }

    /** The whole text frame of an input. */
    String inputFrame(EndpointAddress address, int session) {
        return "42" + CODEC.encode(input(address, session)).json();
    }
}
