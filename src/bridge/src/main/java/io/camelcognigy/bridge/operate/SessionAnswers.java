package io.camelcognigy.bridge.operate;

import io.camelcognigy.session.AgentSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /observe/sessions}: how many there are of each agent, and where they stand. */
final class SessionAnswers implements OperateServer.Handler {

    private final Supplier<List<AgentSnapshot>> agents;

    SessionAnswers(Supplier<List<AgentSnapshot>> agents) {
        this.agents = agents;
    }

    @Override
    public Answer answer(Request request) {
        if (request.writes() || !request.path().isEmpty()) {
            return Answer.error(404, "there is GET /observe/sessions");
        }
        return Answer.json(
                200,
                Map.of(
                        "agents",
                        agents.get().stream().map(SessionAnswers::agent).toList()));
    }

    private static Map<String, Object> agent(AgentSnapshot agent) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("agent", agent.agent());
        answer.put("sessions", agent.sessions());
        answer.put("connected", agent.connected());
        answer.put("turnsInFlight", agent.inTurn());
        answer.put("turnsWaiting", agent.waitingTurns());
        answer.put("reachable", !agent.unreachable());
        return answer;
    }
}
