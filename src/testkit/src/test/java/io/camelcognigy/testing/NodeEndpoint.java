package io.camelcognigy.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Socket.IO server acting as a minimal Endpoint: {@code socket.io} 4.8.4 or 2.5.1 in its own process. It answers
 * the demo bot's words {@code several}, {@code count n}, {@code stream n}, {@code slow ms}, {@code later ms}, {@code silent}, {@code hang},
 * {@code error}, {@code exception} and {@code legacy}, and repeats all others.
 */
public final class NodeEndpoint implements AutoCloseable {

    private static final String TOKEN = "demo";

    private final NodeProcess process;
    private final int port;

    private NodeEndpoint(NodeProcess process) {
        this.process = process;
        this.port = process.next("type", "listening").path("port").asInt();
    }

    /** socket.io 4.8.4 that speaks Engine.IO 4 and 3, as today's Endpoints seem to. Options as in {@code server.js}. */
    public static NodeEndpoint version4(String... options) {
        return start("4", List.of("--allow-eio3"), options);
    }

    /** socket.io 4.8.4 without the compatibility switch. */
    public static NodeEndpoint version4Only(String... options) {
        return start("4", List.of(), options);
    }

    /** socket.io 2.5.1, Engine.IO 3 only. */
    public static NodeEndpoint version2(String... options) {
        return start("2", List.of(), options);
    }

    private static NodeEndpoint start(String version, List<String> more, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--version", version, "--token", TOKEN));
        arguments.addAll(more);
        arguments.addAll(List.of(options));
        NodeProcess process = Node.start("server.js", arguments.toArray(String[]::new));
        try {
            return new NodeEndpoint(process);
        } catch (RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
    }

    public String serverUrl() {
        return "http://127.0.0.1:" + port;
    }

    public String endpointUrl() {
        return serverUrl() + "/" + TOKEN;
    }

    /** An output that answers no input. */
    public void push(String sessionId, String text) {
        process.command(Map.of("cmd", "push", "sessionId", sessionId, "text", text));
    }

    /** Any event, without asking for an acknowledgement. */
    public void emit(String sessionId, String name, Object... arguments) {
        process.command(Map.of("cmd", "emit", "sessionId", sessionId, "name", name, "args", arguments));
    }

    /** A WebSocket text frame as it is. */
    public void raw(String sessionId, String frame) {
        process.command(Map.of("cmd", "raw", "sessionId", sessionId, "frame", frame));
    }

    /** Ends the session's connection on purpose: {@code 41}. */
    public void disconnect(String sessionId) {
        process.command(Map.of("cmd", "disconnect", "sessionId", sessionId));
    }

    /** Ends every socket without a close frame. */
    public void killAll() {
        process.command(Map.of("cmd", "kill"));
    }

    /**
     * The next report of a type: {@code connect, handshake, ready, input, typing, ack, missed, violation, disconnect}.
     * Waits for it; earlier reports of other types are passed over.
     */
    public JsonNode next(String type) {
        return process.next("type", type);
    }

    /** All reports of a type so far. */
    public List<JsonNode> reports(String type) {
        return process.lines("type", type);
    }

    /** What was wrong so far; empty if nothing. */
    public List<String> violations() {
        return reports("violation").stream()
                .map(report -> report.path("detail").asText())
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
