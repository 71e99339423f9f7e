package io.camelcognigy.transport;

import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.Delivery;
import io.camelcognigy.test.FailAt;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.test.Violation;
import java.util.List;

/** The simulated endpoint as a server for the contract. */
final class SimulatedFixture implements EndpointFixture {

    private final SimulatedEndpoint endpoint;

    SimulatedFixture(Wishes wishes) {
        endpoint = SimulatedEndpoint.builder()
                .heartbeat(wishes.pingInterval(), wishes.pingTimeout())
                .maxPayload(wishes.maxPayload())
                .start();
        wishes.fault().ifPresent(fault -> endpoint.failAt(fault, 1));
    }

    @Override
    public String endpointUrl() {
        return endpoint.endpointUrl();
    }

    @Override
    public void strike(FailAt fault) {
        endpoint.failAt(fault, 1);
    }

    @Override
    public void push(String sessionId, String text) {
        endpoint.push(sessionId, text);
    }

    @Override
    public List<ClientHandshake> handshakes() {
        return endpoint.journal().handshakes();
    }

    @Override
    public long acknowledged() {
        return count(Delivery.Result.ACKNOWLEDGED);
    }

    @Override
    public long unacknowledged() {
        return count(Delivery.Result.MISSED);
    }

    @Override
    public List<String> violations() {
        return endpoint.journal().violations().stream().map(Violation::toString).toList();
    }

    @Override
    public int connections() {
        return endpoint.connections();
    }

    @Override
    public void close() {
        endpoint.close();
    }

    private long count(Delivery.Result result) {
        return endpoint.journal().deliveries().stream()
                .filter(delivery -> delivery.result() == result)
                .count();
    }
}
