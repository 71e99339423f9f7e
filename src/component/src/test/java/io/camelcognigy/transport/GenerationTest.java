package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.testing.NodeEndpoint;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the generation is left open, every real server is talked to in one that it speaks, which is found out once. Where
 * it is not, a server of the other generation is named as what it is.
 */
class GenerationTest extends TransportContract {

    private ProtocolGeneration wanted;

    @Override
    Connector connector(TransportSettings settings, IoThreads threads) {
        return new NettyConnector(settings, wanted, threads);
    }

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of(server(NodeEndpoint::version4), 4),
                Arguments.of(server(NodeEndpoint::version4Only), 4),
                Arguments.of(server(NodeEndpoint::version2), 3));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aTurnGoesThroughInTheGenerationThatTheServerSpeaks(Supplier<NodeEndpoint> server, int engineIo) {
        given(ProtocolGeneration.AUTO);
        try (NodeEndpoint endpoint = server.get()) {
            aTurn(endpoint, "s-1", HandshakeMode.QUERY);
            aTurn(endpoint, "s-2", HandshakeMode.INNER);

            assertThat(endpoint.reports("connect"))
                    .allSatisfy(
                            connect -> assertThat(connect.path("eio").asInt()).isEqualTo(engineIo));
            closeConnector();
        }
    }

    @Test
    void whatAServerSpeaksIsFoundOutOnce() {
        given(ProtocolGeneration.AUTO);
        try (NodeEndpoint endpoint = NodeEndpoint.version2()) {
            aTurn(endpoint, "s-1", HandshakeMode.QUERY);
            int connects = endpoint.reports("connect").size();

            aTurn(endpoint, "s-2", HandshakeMode.QUERY);

            assertThat(endpoint.reports("connect")).hasSize(connects + 1);
            closeConnector();
        }
    }

    @Test
    void aServerThatIsUpdatedIsTalkedToInTheNewGeneration() {
        given(ProtocolGeneration.AUTO);
        try (NodeEndpoint old = NodeEndpoint.version2();
                NodeEndpoint updated = NodeEndpoint.version4Only()) {
            aTurn(old, "s-1", HandshakeMode.QUERY);

            aTurn(updated, "s-2", HandshakeMode.QUERY);

            assertThat(updated.violations()).isEmpty();
            closeConnector();
        }
    }

    @Test
    void anOldServerIsNamedToAConnectorOfTheNewGeneration() {
        given(ProtocolGeneration.V4);
        try (NodeEndpoint endpoint = NodeEndpoint.version2()) {
            Loss loss = open(request(endpoint.endpointUrl(), HandshakeMode.QUERY, "s-1", "u-1"))
                    .awaitClosed();

            assertThat(loss.reason()).isEqualTo(Loss.Reason.PROTOCOL_ERROR);
            assertThat(loss.detail()).contains("Socket.IO 2");
        }
    }

    @Test
    void aNewServerIsNamedToAConnectorOfTheOldGeneration() {
        given(ProtocolGeneration.V3);
        try (NodeEndpoint endpoint = NodeEndpoint.version4Only()) {
            Loss loss = open(request(endpoint.endpointUrl(), HandshakeMode.QUERY, "s-1", "u-1"))
                    .awaitClosed();

            assertThat(loss.reason()).isEqualTo(Loss.Reason.PROTOCOL_ERROR);
            assertThat(loss.detail()).contains("does not speak Engine.IO 3");
        }
    }

    private void given(ProtocolGeneration generation) {
        wanted = generation;
        connectorWith(TransportSettings.defaults());
    }

    private void aTurn(NodeEndpoint endpoint, String sessionId, HandshakeMode mode) {
        ConnectRequest request = request(endpoint.endpointUrl(), mode, sessionId, "u-1");
        RecordingListener listener = open(request);
        listener.awaitReady().send(input(request, "hello"));
        await().atMost(SOON).until(() -> listener.count(ServerEvent.FinalPing.class) == 1);
        assertThat(listener.texts()).containsExactly("You said: hello");
    }

    private static Supplier<NodeEndpoint> server(Supplier<NodeEndpoint> server) {
        return server;
    }
}
