package io.camelcognigy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.StringHelper;

/**
 * What the endpoints of one agent say about it. Any of them may say something; two that contradict each other are
 * refused, as only one of them could be right. Confined to the component's lock.
 */
final class AgentOptions {

    /** The options that belong to the agent rather than to one endpoint. */
    private static final Set<String> NAMES = Set.of(
            "endpointUrl",
            "serverUrl",
            "urlToken",
            "transport",
            "protocol",
            "handshake",
            "testMode",
            "connectTimeout",
            "readyTimeout",
            "onReadyTimeout",
            "reconnectDelay",
            "reconnectMaxDelay",
            "reconnectStablePeriod",
            "resyncTimeout",
            "connectRate",
            "connectConcurrency",
            "maxSessions",
            "sessionIdleTimeout",
            "singleInputIdleTimeout",
            "maxQueuedTurnsPerSession",
            "maxQueuedTurns",
            "maxUnroutedEvents",
            "maxUnroutedBytes",
            "maxPayload",
            "sslContextParameters",
            "tlsEngine",
            "proxyType",
            "proxyHost",
            "proxyPort",
            "proxyUser",
            "proxyPassword");

    private final String agent;
    private final Map<String, Object> given = new HashMap<>();

    AgentOptions(String agent) {
        this.agent = agent;
    }

    static Set<String> names() {
        return NAMES;
    }

    /** Those of an endpoint's parameters that belong to the agent. */
    static Map<String, Object> among(Map<String, Object> parameters) {
        Map<String, Object> mine = new HashMap<>();
        parameters.forEach((name, value) -> {
            String option = StringHelper.dashToCamelCase(name);
            if (NAMES.contains(option)) {
                mine.put(option, value);
            }
        });
        return mine;
    }

    /**
     * @param running whether the agent was started with what is known so far
     * @throws IllegalArgumentException if another endpoint of the agent said something else, or it is too late
     */
    void add(Map<String, Object> parameters, boolean running) {
        parameters.forEach((option, value) -> {
            Object before = given.get(option);
            if (before != null && !before.equals(value)) {
                throw new IllegalArgumentException("two endpoints of agent '" + agent + "' give different values for "
                        + option + ": give it once, or on the component");
            }
            if (before == null && running) {
                throw new IllegalArgumentException("agent '" + agent + "' is already running and cannot take " + option
                        + " any more: give it on the component or on the agent's first endpoint");
            }
        });
        given.putAll(parameters);
    }

    Map<String, Object> given() {
        return new HashMap<>(given);
    }
}
