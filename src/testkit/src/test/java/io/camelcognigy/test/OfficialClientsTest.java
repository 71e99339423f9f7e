package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.testing.Node;
import io.camelcognigy.testing.NodeProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulated endpoint is faithful: the official clients {@code @cognigy/socket-client} 4.9.2 (Engine.IO 3) and
 * 5.0.0-beta.26 (Engine.IO 4) hold conversations with it, with either handshake, and break no rule in its eyes.
 */
class OfficialClientsTest {

    private static final String USER = "ann lee/7@example.com + ünï";
    private static final String SESSION = "s:1 &=?%2F";

    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @ParameterizedTest(name = "client {0}, inner handshake {1}")
    @CsvSource({"4, false", "4, true", "5, false", "5, true"})
    void anOfficialClientHoldsAConversation(int version, boolean inner) {
        try (NodeProcess client = client(version, inner)) {
            client.next("event", "connected");
            await().until(() -> endpoint.progress() == Progress.READY);

            send(client, "hello");
            assertThat(client.next("event", "typingStatus")
                            .at("/payload/status")
                            .asText())
                    .isEqualTo("typingOn");
            assertThat(client.next("event", "output").at("/payload/text").asText())
                    .isEqualTo("You said: hello");
            assertThat(client.next("event", "finalPing").at("/payload/type").asText())
                    .isEqualTo("regular");

            send(client, "several");
            assertThat(outputsOfTurn(client)).containsExactly("1 of 3", "2 of 3", "3 of 3");

            send(client, "menu");
            assertThat(client.next("event", "output").at("/payload/data/_cognigy/_default/_quickReplies/quickReplies"))
                    .extracting(reply -> reply.path("payload").asText())
                    .containsExactly("size s", "size m", "size l");
            client.next("event", "finalPing");

            client.command(Map.of("cmd", "send", "text", "", "data", Map.of("order", 17)));
            assertThat(client.next("event", "output").at("/payload/data/order").asInt())
                    .isEqualTo(17);
            client.next("event", "finalPing");

            send(client, "error");
            assertThat(client.next("event", "error").at("/payload/code").asText())
                    .isEqualTo("DEMO_ERROR");
            client.next("event", "finalPing");

            send(client, "exception");
            assertThat(client.next("event", "exception").at("/payload/code").asText())
                    .isEqualTo("DEMO_EXCEPTION");

            assertThat(endpoint.push(SESSION, "unasked")).isOne();
            assertThat(client.next("event", "output").at("/payload/text").asText())
                    .isEqualTo("unasked");

            client.command(Map.of("cmd", "disconnect"));
            await().until(() -> endpoint.connections() == 0);
        }
        assertThat(endpoint.journal().handshakes()).singleElement().satisfies(handshake -> {
            assertThat(handshake.engineIo()).isEqualTo(version == 4 ? 3 : 4);
            assertThat(handshake.inner()).isEqualTo(inner);
            assertThat(handshake.userId()).isEqualTo(USER);
            assertThat(handshake.sessionId()).isEqualTo(SESSION);
        });
        assertThat(endpoint.journal().violations()).isEmpty();
        assertThat(endpoint.journal().inputs()).hasSize(6);
        // 1 + 3 + 1 + 1 outputs, the error, the push; 5 final pings.
        assertThat(endpoint.journal().deliveries())
                .hasSize(13)
                .extracting(Delivery::result)
                .containsOnly(Delivery.Result.ACKNOWLEDGED);
    }

    private NodeProcess client(int version, boolean inner) {
        List<String> arguments = new ArrayList<>(List.of(
                "--version",
                String.valueOf(version),
                "--url",
                endpoint.serverUrl(),
                "--user",
                USER,
                "--session",
                SESSION));
        if (inner) {
            arguments.add("--inner");
        }
        return Node.start("client.js", arguments.toArray(String[]::new));
    }

    private static void send(NodeProcess client, String text) {
        client.command(Map.of("cmd", "send", "text", text));
    }

    private static List<String> outputsOfTurn(NodeProcess client) {
        List<String> texts = new ArrayList<>();
        while (true) {
            JsonNode line = client.next(any -> true);
            if (line.path("event").asText().equals("finalPing")) {
                return texts;
            }
            texts.add(line.at("/payload/text").asText());
        }
    }
}
