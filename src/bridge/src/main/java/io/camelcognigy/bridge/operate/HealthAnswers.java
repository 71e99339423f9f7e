package io.camelcognigy.bridge.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /observe/health/live} and {@code /observe/health/ready}: 200 or 503. A process that does not live should be restarted;
 * one that is not ready should not.
 */
final class HealthAnswers implements OperateServer.Handler {

    private final Supplier<Health> health;
    private final List<String> needed;

    /** @param needed the names of the checks that count for readiness; empty: all */
    HealthAnswers(Supplier<Health> health, List<String> needed) {
        this.health = health;
        this.needed = List.copyOf(needed);
    }

    @Override
    public Answer answer(Request request) {
        Health now = health.get();
        return switch (String.join("/", request.path())) {
            case "live" -> answer(now.live(), Map.of());
            case "ready" -> answer(now.ready(needed), checks(now));
            default -> Answer.error(404, "there are /observe/health/live and /observe/health/ready");
        };
    }

    private static Answer answer(boolean up, Map<String, Object> checks) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status(up));
        if (!checks.isEmpty()) {
            body.put("checks", checks);
        }
        return Answer.json(up ? 200 : 503, body);
    }

    private Map<String, Object> checks(Health now) {
        Map<String, Object> checks = new LinkedHashMap<>();
        for (Check check : now.checks()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("status", status(check.up()));
            answer.put("needed", needed.isEmpty() || needed.contains(check.name()));
            if (!check.message().isBlank()) {
                answer.put("message", check.message());
            }
            checks.put(check.name(), answer);
        }
        return checks;
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
