package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.testing.NodeEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Frame by frame the simulated endpoint writes what a real Socket.IO server (4.8.4 with the Engine.IO 3 compatibility
 * switch) writes in its place, ids and names of the traces aside.
 */
class FidelityTest {

    private static NodeEndpoint real;

    private final SimulatedEndpoint simulated = SimulatedEndpoint.builder().start();

    /** Before each, not all: without Node every test is then reported as skipped, with the reason. */
    @BeforeEach
    void startTheRealServer() {
        if (real == null) {
            real = NodeEndpoint.version4();
        }
    }

    @AfterAll
    static void stopTheRealServer() {
        if (real != null) {
            real.close();
        }
    }

    @AfterEach
    void stop() {
        simulated.close();
    }

    @ParameterizedTest(name = "Engine.IO {0}, inner handshake {1}, said: {2}")
    @CsvSource({
        "4, false, hello",
        "4, true, several",
        "3, false, several",
        "3, true, hello",
        "4, false, error",
        "3, false, exception"
    })
    void aConversationIsTheSameAsWithARealServer(int engineIo, boolean inner, String text) {
        List<String> expected = conversation(real.serverUrl(), engineIo, inner, text);

        assertThat(conversation(simulated.serverUrl(), engineIo, inner, text)).isEqualTo(expected);
        assertThat(simulated.journal().violations()).isEmpty();
    }

    @Test
    void aRefusalIsTheSameAsARealServers() {
        simulated.failAt(FailAt.REFUSE, 2);
        try (NodeEndpoint refusing = NodeEndpoint.version4("--refuse")) {
            for (int engineIo : List.of(3, 4)) {
                assertThat(refusal(simulated.serverUrl(), engineIo)).isEqualTo(refusal(refusing.serverUrl(), engineIo));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 2", "4, 9", "4, 42[", "3, 9", "4, 42{}"})
    void whatIsNotTheProtocolEndsTheConnectionAsWithARealServer(int engineIo, String packet) {
        assertThat(closeCodeAfter(simulated.serverUrl(), engineIo, packet))
                .isEqualTo(closeCodeAfter(real.serverUrl(), engineIo, packet));
    }

    private static List<String> conversation(String serverUrl, int engineIo, boolean inner, String text) {
        List<String> frames = new ArrayList<>();
        try (RawClient client =
                RawClient.open(serverUrl, engineIo, inner ? "handshake=true" : RawClient.query("s-1"))) {
            frames.add(client.next());
            if (engineIo == 4) {
                client.send("40");
            }
            frames.add(client.next());
            if (inner) {
                String asked = client.next();
                frames.add(asked);
                client.send(
                        "43" + SocketIoPacket.parse(asked).ackId()
                                + "[{\"userId\":\"u-1\",\"sessionId\":\"s-1\",\"urlToken\":\"demo\",\"testMode\":false,\"emitWithAck\":true}]");
            }
            frames.add(client.next());
            client.send(RawClient.input("s-1", text));
            String frame;
            do {
                frame = client.acknowledged();
                frames.add(frame);
            } while (!frame.contains("[\"finalPing\"") && !frame.contains("[\"exception\""));
        }
        return frames.stream().map(FidelityTest::withoutIds).toList();
    }

    private static String refusal(String serverUrl, int engineIo) {
        try (RawClient client = RawClient.open(serverUrl, engineIo, RawClient.query("s-1"))) {
            client.expect("0{");
            if (engineIo == 4) {
                client.send("40");
            }
            return client.next();
        }
    }

    private static int closeCodeAfter(String serverUrl, int engineIo, String packet) {
        try (RawClient client = RawClient.open(serverUrl, engineIo, RawClient.query("s-1"))) {
            client.expect("0{");
            if (engineIo == 4) {
                client.send("40");
            }
            client.expect("40");
            client.expect("42[\"endpoint-ready\"]");
            client.send(packet);
            return client.closeCode();
        }
    }

    private static String withoutIds(String frame) {
        return frame.replaceAll("\"(sid|traceId)\":\"[^\"]*\"", "\"$1\":\"*\"").replaceAll("^(4[23])\\d+", "$1#");
    }
}
