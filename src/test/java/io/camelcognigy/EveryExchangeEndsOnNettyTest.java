package io.camelcognigy;

import io.camelcognigy.CognigyConfiguration.TransportName;
import io.camelcognigy.transport.ProtocolGeneration;

/** The same promise with the other transport, in the generation that it finds out. */
class EveryExchangeEndsOnNettyTest extends EveryExchangeEndsTest {

    @Override
    void configure(CognigyConfiguration options) {
        super.configure(options);
        options.setTransport(TransportName.NETTY);
        options.setProtocol(ProtocolGeneration.AUTO);
    }
}
