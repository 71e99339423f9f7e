package io.camelcognigy.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of bare WebSocket frames: what goes over the wire is what the test says. */
final class RawClient implements AutoCloseable, WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private RawClient(String uri) {
        socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(uri), this).join();
    }

    /** Connects with any query. The caller speaks from the open packet on. */
    static RawClient open(SimulatedEndpoint endpoint, int engineIo, String query) {
        return new RawClient(endpoint.serverUrl().replaceFirst("http", "ws") + "/socket.io/?" + query + "&EIO="
                + engineIo + "&transport=websocket");
    }

    /** Connects with the query handshake, Engine.IO 4, up to {@code endpoint-ready}. */
    static RawClient ready(SimulatedEndpoint endpoint, String sessionId) {
        RawClient client = open(endpoint, 4, query(sessionId));
        client.expect("0{");
        client.send("40");
        client.expect("40{");
        client.expect("42[\"endpoint-ready\"]");
        return client;
    }

    static String query(String sessionId) {
        return "sessionId=" + sessionId + "&urlToken=demo&userId=u-1&testMode=false&emitWithAck=true";
    }

    static String input(String sessionId, String text) {
        return "42[\"processInput\",{\"URLToken\":\"demo\",\"userId\":\"u-1\",\"sessionId\":\"" + sessionId
                + "\",\"channel\":\"camel\",\"source\":\"device\",\"passthroughIP\":null,\"resetFlow\":false,\"text\":\""
                + text + "\"}]";
    }

    void send(String packet) {
        socket.sendText(packet, true).join();
    }

    /** The next packet, which must begin like this. */
    String expect(String beginning) {
        String packet = next();
        assertThat(packet).startsWith(beginning);
        return packet;
    }

    /** The next event, which must have this name; acknowledged if it asks for that. */
    String event(String name) {
        String packet = next();
        SocketIoPacket parsed = SocketIoPacket.parse(packet);
        assertThat(parsed.payload()).startsWith("[\"" + name + "\"");
        if (parsed.ackId() != null) {
            send("43" + parsed.ackId() + "[]");
        }
        return parsed.payload();
    }

    String next() {
        try {
            String packet = received.poll(5, TimeUnit.SECONDS);
            assertThat(packet).as("a packet within 5 s").isNotNull();
            return packet;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean nothingReceived() {
        return received.isEmpty();
    }

    /** The WebSocket close code; 1006 where the connection was cut. */
    int closeCode() {
        return closed.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
