package io.camelcognigy;

import io.camelcognigy.observe.AgentMetrics;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentObserver;
import io.camelcognigy.session.AgentSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;

/** An agent's metrics, or none. What is of Micrometer is loaded only where it is there. */
interface Metering {

    Metering OFF = new Metering() {};

    /** Into the meter registry that is in Camel's registry, such as a Spring bean; off where there is none. */
    static Metering of(CamelContext camel, AgentSettings agent) {
        if (camel.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") == null) {
            return OFF;
        }
        return On.of(camel, agent);
    }

    default AgentObserver observer() {
        return AgentObserver.NONE;
    }

    /** Somebody holds the agent. */
    default void show(Agent agent) {}

    /** Nobody holds it any more. */
    default void hide() {}

    /** With Micrometer. */
    final class On implements Metering {

        private final AgentMetrics metrics;

        private On(AgentMetrics metrics) {
            this.metrics = metrics;
        }

        static Metering of(CamelContext camel, AgentSettings agent) {
            MeterRegistry registry = AgentMetrics.registry(camel);
            boolean billed = !agent.connecting().testMode();
            return registry == null ? OFF : new On(new AgentMetrics(registry, agent.name(), billed));
        }

        @Override
        public AgentObserver observer() {
            return metrics;
        }

        @Override
        public void show(Agent agent) {
            metrics.show(agent::snapshot, agent.settings().bounds().maxSessions());
        }

        @Override
        public void hide() {
            metrics.hide();
        }
    }
}
