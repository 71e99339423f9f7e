package io.camelcognigy.observe;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.session.AgentSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The running agents in Camel's developer console: numbers and reasons, no ids, no addresses, nobody's words. */
@DevConsole(name = "cognigy", displayName = "Cognigy", description = "Agents of cognigy: and their sessions")
public class CognigyDevConsole extends AbstractDevConsole {

    public CognigyDevConsole() {
        super("camel", "cognigy", "Cognigy", "Agents of cognigy: and their sessions");
    }

    private List<AgentSnapshot> agents() {
        return getCamelContext().getComponentNames().stream()
                .map(getCamelContext()::hasComponent)
                .filter(CognigyComponent.class::isInstance)
                .map(CognigyComponent.class::cast)
                .distinct()
                .flatMap(component -> component.agentSnapshots().stream())
                .toList();
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return agents().stream()
                .map(agent -> "%s: %d sessions, %d connected, %d in a turn, %d turns wait, %s"
                        .formatted(
                                agent.agent(),
                                agent.sessions(),
                                agent.connected(),
                                agent.inTurn(),
                                agent.waitingTurns(),
                                agent.connectFailure() == null
                                        ? "reachable"
                                        : "connecting fails: "
                                                + agent.connectFailure().reason()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonArray agents = new JsonArray();
        for (AgentSnapshot now : agents()) {
            JsonObject agent = new JsonObject();
            agent.put("agent", now.agent());
            agent.put("sessions", now.sessions());
            agent.put("connected", now.connected());
            agent.put("turnsInFlight", now.inTurn());
            agent.put("turnsWaiting", now.waitingTurns());
            if (now.connectFailure() != null) {
                agent.put("connectFailure", now.connectFailure().reason().name());
            }
            agents.add(agent);
        }
        JsonObject root = new JsonObject();
        root.put("agents", agents);
        return root;
    }
}
