package io.camelcognigy.bridge.operate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Counts what each road takes in, and what of it is over: {@code bridge_inputs_total}, {@code bridge_inputs_done_total}. */
final class RoadInputs implements RoutePolicyFactory {

    private final MeterRegistry meters;

    RoadInputs(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode definition) {
        if (!(definition instanceof RouteDefinition route) || route.getInput() == null) {
            return null;
        }
        String uri = camel.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
        return Roads.of(uri).map(this::counting).orElse(null);
    }

    private RoutePolicy counting(String road) {
        Counter inputs = Counter.builder("bridge.inputs")
                .description("Messages that the road has taken in")
                .tag("road", road)
                .register(meters);
        Counter done = Counter.builder("bridge.inputs.done")
                .description("Of these, those that are over: answered, or told of to the source otherwise")
                .tag("road", road)
                .register(meters);
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route route, Exchange exchange) {
                inputs.increment();
            }

            @Override
            public void onExchangeDone(Route route, Exchange exchange) {
                done.increment();
            }
        };
    }
}
