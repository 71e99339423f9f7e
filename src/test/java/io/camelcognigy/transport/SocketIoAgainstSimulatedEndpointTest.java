package io.camelcognigy.transport;

import io.camelcognigy.transport.EndpointFixture.Wishes;
import io.camelcognigy.transport.socketio.SocketIoConnector;

/** The stock client's transport against the simulated endpoint. */
class SocketIoAgainstSimulatedEndpointTest extends ConnectorContract {

    @Override
    Connector connector(TransportSettings settings) {
        return new SocketIoConnector(settings);
    }

    @Override
    EndpointFixture endpoint(Wishes wishes) {
        return new SimulatedFixture(wishes);
    }
}
