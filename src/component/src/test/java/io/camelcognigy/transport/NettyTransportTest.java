package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.testing.NodeEndpoint;
import io.camelcognigy.transport.EndpointFixture.Wishes;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The transport on Netty keeps every contract of the seam, in both protocol generations. */
class NettyTransportTest {

    @Nested
    class AgainstTheSimulatedEndpoint extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V4, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new SimulatedFixture(wishes);
        }
    }

    @Nested
    class AgainstTheSimulatedEndpointInTheOldGeneration extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V3, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new SimulatedFixture(wishes);
        }
    }

    @Nested
    class AgainstARealServer extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V4, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new NodeFixture(wishes, NodeEndpoint::version4Only);
        }
    }

    @Nested
    class AgainstARealServerThatSpeaksBothGenerations extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V3, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new NodeFixture(wishes, NodeEndpoint::version4);
        }
    }

    @Nested
    class AgainstARealServerOfTheOldGeneration extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V3, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new NodeFixture(wishes, NodeEndpoint::version2);
        }

        @Override
        OptionalInt announcedMaxPayload() {
            return OptionalInt.empty();
        }
    }

    @Nested
    class OnTheWire extends NewGenerationWireContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V4, threads);
        }

        @Test
        void aServerThatPingsAndDoesNotReadDoesNotFillOurMemory() {
            RecordingListener listener = ready();
            server.stopReading();
            byte[] payload = new byte[125];

            await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
                server.sendMany(2_000, () -> new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
                return !listener.losses.isEmpty();
            });

            assertThat(listener.awaitClosed().detail()).contains("wait to be sent");
        }
    }

    @Nested
    class OnTheWireInTheOldGeneration extends OldGenerationWireContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V3, threads);
        }
    }

    @Nested
    class WhereNoEndpointIs extends ReachabilityContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.AUTO, threads);
        }
    }

    @Nested
    class OverTls extends TlsContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V4, threads);
        }
    }

    @Nested
    class BehindAProxy extends ProxyContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new NettyConnector(settings, ProtocolGeneration.V4, threads);
        }
    }
}
