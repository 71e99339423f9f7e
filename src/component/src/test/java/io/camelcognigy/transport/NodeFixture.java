package io.camelcognigy.transport;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.FailAt;
import io.camelcognigy.testing.NodeEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A real Socket.IO server as a server for the contract. */
final class NodeFixture implements EndpointFixture {

    private static final String ONE_SESSION = "s-1";

    private final NodeEndpoint endpoint;

    /** Socket.IO 4, which serves both generations. */
    NodeFixture(Wishes wishes) {
        this(wishes, NodeEndpoint::version4);
    }

    /**
     * @param server which one, given its options
     */
    NodeFixture(Wishes wishes, Function<String[], NodeEndpoint> server) {
        List<String> options = new ArrayList<>(List.of(
                "--ping-interval", String.valueOf(wishes.pingInterval().toMillis()),
                "--ping-timeout", String.valueOf(wishes.pingTimeout().toMillis()),
                "--max-payload", String.valueOf(wishes.maxPayload())));
        wishes.fault().ifPresent(fault -> options.addAll(asOptions(fault)));
        endpoint = server.apply(options.toArray(String[]::new));
    }

    private static List<String> asOptions(FailAt fault) {
        return switch (fault) {
            case BEFORE_READY -> List.of("--no-ready");
            case REFUSE -> List.of("--refuse");
            // To this server our token is then a wrong one.
            case DISCONNECT_BEFORE_READY -> List.of("--token", "another");
            default -> throw new IllegalArgumentException("not in this server's power: " + fault);
        };
    }

    @Override
    public String endpointUrl() {
        return endpoint.endpointUrl();
    }

    @Override
    public void strike(FailAt fault) {
        switch (fault) {
            case ON_INPUT -> endpoint.killAll();
            case SERVER_DISCONNECT -> endpoint.disconnect(ONE_SESSION);
            case OVERSIZED_FRAME -> endpoint.push(ONE_SESSION, "x".repeat(3_000_000));
            case HALF_OPEN -> signal("STOP");
            default -> throw new IllegalArgumentException("not in this server's power: " + fault);
        }
    }

    @Override
    public void push(String sessionId, String text) {
        endpoint.push(sessionId, text);
    }

    @Override
    public List<ClientHandshake> handshakes() {
        List<JsonNode> connects = endpoint.reports("connect");
        return endpoint.reports("handshake").stream()
                .map(report -> handshake(report, connects))
                .toList();
    }

    @Override
    public long acknowledged() {
        return endpoint.reports("ack").size();
    }

    @Override
    public long unacknowledged() {
        return endpoint.reports("missed").size();
    }

    @Override
    public List<String> violations() {
        return endpoint.violations();
    }

    @Override
    public int connections() {
        return endpoint.reports("connect").size()
                - endpoint.reports("disconnect").size();
    }

    @Override
    public void close() {
        signal("CONT");
        endpoint.close();
    }

    private static ClientHandshake handshake(JsonNode report, List<JsonNode> connects) {
        JsonNode connect = connects.stream()
                .filter(each -> each.path("connection").equals(report.path("connection")))
                .findFirst()
                .orElseThrow();
        return new ClientHandshake(
                connect.path("eio").asInt(),
                connect.path("inner").asBoolean(),
                report.path("userId").asText(),
                report.path("sessionId").asText(),
                report.path("testMode").asBoolean(),
                report.path("emitWithAck").asBoolean(),
                report.path("accepted").asBoolean());
    }

    /** A stopped process answers nothing, while the system keeps its connections: half-open to the letter. */
    private static void signal(String name) {
        ProcessHandle.current()
                .children()
                .filter(child -> Arrays.stream(child.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith("server.js")))
                .forEach(server -> {
                    try {
                        new ProcessBuilder("kill", "-" + name, String.valueOf(server.pid()))
                                .start()
                                .onExit()
                                .join();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
