package io.camelcognigy.bridge.operate;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.road.SessionKeys;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.session.SessionSnapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /observe/sessions}: where agents and their sessions stand, and {@code DELETE .../<id>}. A session's id is its agent and
 * the hash that JMX shows, another one after each start: it does not say whose it is.
 */
final class SessionAnswers implements OperateServer.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(SessionAnswers.class);
    private static final int MAX = 100;
    private static final int MOST = 1_000;

    private final Supplier<Optional<CognigyComponent>> cognigy;
    private final boolean showKeys;

    /** @param cognigy empty while there is none */
    SessionAnswers(Supplier<Optional<CognigyComponent>> cognigy, boolean showKeys) {
        this.cognigy = cognigy;
        this.showKeys = showKeys;
    }

    private record One(CognigyComponent cognigy, String agent, SessionSnapshot now) {

        String id() {
            return agent + "-" + cognigy.hashOfSession(now.sessionId());
        }

        boolean isOf(String key) {
            return now.sessionKey().equals(key)
                    || SessionKeys.key(now.sessionKey()).equals(key);
        }
    }

    @Override
    public Answer answer(Request request) {
        if (request.path().isEmpty() && !request.writes()) {
            return list(request.query());
        }
        if (request.path().size() != 1) {
            return Answer.error(404, "there are GET /observe/sessions and DELETE /observe/sessions/<id>");
        }
        return request.method().equals("DELETE") ? close(request.path().get(0)) : Answer.error(405, "DELETE");
    }

    private Answer list(Map<String, String> query) {
        String key = query.getOrDefault("key", "");
        int from;
        int max;
        try {
            from = number(query.get("from"), 0, Integer.MAX_VALUE);
            max = number(query.get("max"), MAX, MOST);
        } catch (NumberFormatException e) {
            return Answer.error(400, "from is a number, and max one up to " + MOST);
        }
        List<One> found = all().filter(one -> key.isEmpty() || one.isOf(key))
                .sorted(Comparator.comparing(one -> one.now().quiet()))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("agents", agents().map(SessionAnswers::agent).toList());
        answer.put("total", found.size());
        answer.put(
                "sessions",
                found.stream().skip(from).limit(max).map(this::session).toList());
        return Answer.json(200, answer);
    }

    private Answer close(String id) {
        boolean closed = all().filter(one -> id.startsWith(one.agent()) && id.equals(one.id()))
                .map(one -> one.cognigy()
                        .closeSession(one.agent(), one.now().sessionId(), "an operator closed the session"))
                .toList()
                .contains(true);
        if (!closed) {
            return Answer.error(404, "there is no such session");
        }
        LOG.info("session {} is closed", id);
        return Answer.json(200, Map.of("closed", id));
    }

    private Stream<AgentSnapshot> agents() {
        return cognigy.get().stream().flatMap(component -> component.agentSnapshots().stream());
    }

    private Stream<One> all() {
        return cognigy.get().stream()
                .flatMap(component -> component.agentSnapshots().stream()
                        .map(AgentSnapshot::agent)
                        .distinct()
                        .flatMap(agent ->
                                component.sessionSnapshots(agent).stream().map(now -> new One(component, agent, now))));
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

    private Map<String, Object> session(One one) {
        SessionSnapshot now = one.now();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", one.id());
        if (showKeys) {
            answer.put("sessionKey", now.sessionKey());
        }
        answer.put("agent", one.agent());
        answer.put("road", now.replyAddress().get("road"));
        answer.put("state", now.state().name().toLowerCase(Locale.ROOT));
        answer.put("turnsWaiting", now.waiting());
        answer.put("ageSeconds", seconds(now.age()));
        answer.put("quietSeconds", seconds(now.quiet()));
        return answer;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static int number(String text, int otherwise, int most) {
        int number = text == null || text.isBlank() ? otherwise : Integer.parseInt(text);
        if (number < 0 || number > most) {
            throw new NumberFormatException("out of range");
        }
        return number;
    }
}
