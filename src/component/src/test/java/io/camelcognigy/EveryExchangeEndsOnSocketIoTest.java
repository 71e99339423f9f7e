package io.camelcognigy;

import io.camelcognigy.AgentConfiguration.TransportName;

/** The same promise with the other transport. */
class EveryExchangeEndsOnSocketIoTest extends EveryExchangeEndsTest {

    @Override
    void configure(CognigyConfiguration options) {
        super.configure(options);
        options.setTransport(TransportName.SOCKETIO);
    }
}
