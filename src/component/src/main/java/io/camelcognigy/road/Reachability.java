package io.camelcognigy.road;

import io.camelcognigy.CognigyEndpoint;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;

/**
 * Whether the agents that a road's route sends to can be reached, as far as is known. A road looks at it to leave inputs
 * with their source while nobody can be asked.
 */
public final class Reachability implements BooleanSupplier {

    private final List<CognigyEndpoint> agents;

    private Reachability(List<CognigyEndpoint> agents) {
        this.agents = agents;
    }

    /** Finds the steps that send to {@code cognigy:} in the route itself, not in those that it calls. */
    public static Reachability of(Route route) {
        return new Reachability(route.filter("*").stream()
                .filter(EndpointAware.class::isInstance)
                .map(step -> ((EndpointAware) step).getEndpoint())
                .filter(CognigyEndpoint.class::isInstance)
                .map(CognigyEndpoint.class::cast)
                .toList());
    }

    /** False while none of them can be reached; true if the route has none. */
    @Override
    public boolean getAsBoolean() {
        return agents.isEmpty()
                || agents.stream()
                        .anyMatch(endpoint ->
                                endpoint.agentNames().stream().anyMatch(endpoint.getComponent()::isReachable));
    }
}
