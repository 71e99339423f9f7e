package io.camelcognigy.observe;

import io.camelcognigy.session.AgentSnapshot;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Readiness of one agent: down while sessions want to be connected, none is, and the last attempt failed; and for
 * a minute after an attempt that failed and left no session. Else an agent without sessions is up, as nothing shows that its
 * Endpoint is not. Details carry numbers and reasons, no ids and no addresses.
 */
public final class AgentHealthCheck extends ReadinessCheck {

    private final Supplier<AgentSnapshot> agent;

    /** @param id with the component's name, as two components may have agents of one name */
    public AgentHealthCheck(String id, Supplier<AgentSnapshot> agent) {
        super(id);
        this.agent = agent;
    }

    @Override
    public Result call(Map<String, Object> options) {
        AgentSnapshot now = agent.get();
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this)
                .detail("agent", now.agent())
                .detail("sessions", now.sessions())
                .detail("connected", now.connected())
                .detail("turnsInFlight", now.inTurn())
                .detail("turnsWaiting", now.waitingTurns());
        if (now.connectFailure() != null) {
            result.detail("connectFailure", now.connectFailure().reason().name());
        }
        if (now.unreachable()) {
            return result.down()
                    .message("no session is connected: " + now.connectFailure().reason())
                    .build();
        }
        return result.up().build();
    }
}
