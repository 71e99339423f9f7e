package io.camelcognigy.transport;

import io.camelcognigy.transport.EndpointFixture.Wishes;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.socketio.SocketIoConnector;
import org.junit.jupiter.api.Nested;

/** The stock client's transport keeps every contract of the seam. */
class SocketIoTransportTest {

    @Nested
    class AgainstTheSimulatedEndpoint extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new SocketIoConnector(settings, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new SimulatedFixture(wishes);
        }

        @Override
        boolean staysAliveUnread() {
            return false;
        }
    }

    @Nested
    class AgainstARealServer extends ConnectorContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new SocketIoConnector(settings, threads);
        }

        @Override
        EndpointFixture endpoint(Wishes wishes) {
            return new NodeFixture(wishes);
        }

        @Override
        boolean staysAliveUnread() {
            return false;
        }
    }

    @Nested
    class OnTheWire extends NewGenerationWireContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new SocketIoConnector(settings, threads);
        }
    }

    @Nested
    class WhereNoEndpointIs extends ReachabilityContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new SocketIoConnector(settings, threads);
        }
    }

    @Nested
    class OverTls extends TlsContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new SocketIoConnector(settings, threads);
        }
    }

    @Nested
    class BehindAProxy extends ProxyContract {

        @Override
        Connector connector(TransportSettings settings, IoThreads threads) {
            return new SocketIoConnector(settings, threads);
        }
    }
}
