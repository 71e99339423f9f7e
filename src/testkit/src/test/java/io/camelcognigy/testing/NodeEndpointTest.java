package io.camelcognigy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real server that the transport is tested with is an Endpoint to the official clients, and reports what it sees. */
class NodeEndpointTest {

    @ParameterizedTest(name = "client {0}, server {1}, inner handshake {2}")
    @CsvSource({"5, 4, false", "4, 4, true", "4, 2, false", "4, 2, true"})
    void anOfficialClientHoldsAConversation(String client, String server, boolean inner) {
        try (NodeEndpoint endpoint = server.equals("2") ? NodeEndpoint.version2() : NodeEndpoint.version4();
                NodeProcess official = client(endpoint, client, inner)) {
            official.next("event", "connected");
            endpoint.next("ready");

            say(official, "several");
            for (int i = 1; i <= 3; i++) {
                assertThat(output(official)).isEqualTo(i + " of 3");
            }
            official.next("event", "finalPing");
            for (int i = 1; i <= 4; i++) {
                endpoint.next("ack");
            }
            say(official, "error");
            official.next("event", "error");
            official.next("event", "finalPing");
            endpoint.push("s-1", "unasked");
            assertThat(output(official)).isEqualTo("unasked");
            endpoint.next("ack");

            assertThat(endpoint.reports("input")).hasSize(2);
            assertThat(endpoint.violations()).isEmpty();
            assertThat(endpoint.reports("missed")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4"})
    void itCanEndConnectionsOnPurposeAndByForce(String version) {
        try (NodeEndpoint endpoint = version.equals("2") ? NodeEndpoint.version2() : NodeEndpoint.version4()) {
            try (NodeProcess official = client(endpoint, "4", false)) {
                endpoint.next("ready");
                endpoint.disconnect("s-1");
                assertThat(official.next("event", "socket/disconnect")
                                .path("payload")
                                .asText())
                        .isEqualTo("io server disconnect");
                endpoint.next("disconnect");
            }
            try (NodeProcess official = client(endpoint, "4", false)) {
                endpoint.next("ready");
                endpoint.killAll();
                assertThat(official.next("event", "socket/disconnect")
                                .path("payload")
                                .asText())
                        .isEqualTo("transport close");
                endpoint.next("disconnect");
            }
        }
    }

    @Test
    void aWrongTokenIsDisconnected() {
        try (NodeEndpoint endpoint = NodeEndpoint.version4("--token", "other");
                NodeProcess official = client(endpoint, "5", false)) {
            JsonNode handshake = endpoint.next("handshake");
            assertThat(handshake.path("accepted").asBoolean()).isFalse();
            official.next("event", "socket/disconnect");
        }
    }

    private static NodeProcess client(NodeEndpoint endpoint, String version, boolean inner) {
        List<String> arguments = new ArrayList<>(List.of("--version", version, "--url", endpoint.serverUrl()));
        if (inner) {
            arguments.add("--inner");
        }
        return Node.start("client.js", arguments.toArray(String[]::new));
    }

    private static void say(NodeProcess client, String text) {
        client.command(Map.of("cmd", "send", "text", text));
    }

    private static String output(NodeProcess client) {
        return client.next("event", "output").at("/payload/text").asText();
    }
}
