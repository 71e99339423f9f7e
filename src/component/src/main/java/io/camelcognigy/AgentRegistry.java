package io.camelcognigy;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.session.Agent;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The agents of one component by name: what is known of their options, which are running, and who holds them.
 *
 * <p>An agent starts with the first producer or consumer that holds it. Without holders it is given up after a while: only
 * when none of its turns is under way, as {@code toD} stops producers whose turns are not over. Thread-safe.
 */
final class AgentRegistry {

    private final AgentStarter starter;
    private final Options options;
    private final Map<String, List<WeakReference<CognigyEndpoint>>> endpoints = new HashMap<>();
    private final Map<String, RunningAgent> running = new HashMap<>();
    private final List<RunningAgent> retired = new ArrayList<>();
    private final AgentJanitor janitor;

    /** What the component says about agents. */
    interface Options {

        /** Those for all agents. */
        AgentConfiguration ofAll();

        /** Those for one agent, by name. */
        Map<String, AgentConfiguration> byAgent();

        /** Where they are set, for messages: {@code camel.component.cognigy}. */
        String setting();
    }

    AgentRegistry(Options options, AgentStarter starter, AgentJanitor janitor) {
        this.options = options;
        this.starter = starter;
        this.janitor = janitor;
    }

    /**
     * Takes note of what an endpoint says about its agent, until {@link #withdraw} or until nobody uses the endpoint.
     *
     * @throws IllegalArgumentException if another endpoint of the agent said something else, or it is too late
     */
    synchronized void declare(CognigyEndpoint endpoint) {
        String name = endpoint.getAgent();
        Map<String, Object> said = endpoint.getConfiguration().given();
        endpointsOf(name)
                .filter(other -> other != endpoint)
                .forEach(other ->
                        refuseContradiction(name, said, other.getConfiguration().given()));
        RunningAgent agent = running.get(name);
        if (agent != null && agent.held()) {
            refuseNews(name, said, agent.options().given());
        }
        if (endpointsOf(name).noneMatch(known -> known == endpoint)) {
            endpoints.computeIfAbsent(name, any -> new ArrayList<>()).add(new WeakReference<>(endpoint));
        }
    }

    synchronized void withdraw(CognigyEndpoint endpoint) {
        List<WeakReference<CognigyEndpoint>> known = endpoints.get(endpoint.getAgent());
        if (known != null) {
            known.removeIf(reference -> reference.get() == endpoint || reference.get() == null);
            if (known.isEmpty()) {
                endpoints.remove(endpoint.getAgent());
            }
        }
    }

    /** The endpoint's agent, started if it is not running. Each call needs its {@link #release}. */
    synchronized Agent hold(CognigyEndpoint endpoint) throws Exception {
        declare(endpoint);
        try {
            return hold(endpoint.getAgent());
        } catch (Exception e) {
            // What it said may be why; whoever tries again says it again.
            withdraw(endpoint);
            throw e;
        }
    }

    /** The agent of that name, started if it is not running. Each call needs its {@link #release}. */
    synchronized Agent hold(String name) throws Exception {
        RunningAgent agent = running.get(name);
        AgentConfiguration wanted = optionsOf(name);
        if (agent != null && !agent.held() && !agent.options().given().equals(wanted.given())) {
            // Nobody holds it, and it is wanted otherwise: what is under way there comes to its end beside the new one.
            retired.add(running.remove(name));
            agent = null;
        }
        if (agent == null) {
            refuseUnknown(name, wanted);
            agent = starter.start(name, wanted);
            running.put(name, agent);
        }
        agent.hold();
        return agent.agent();
    }

    /** The agents that an endpoint talks to, its own first, each held: all of them, or none where one is refused. */
    Map<String, Agent> holdAll(CognigyEndpoint endpoint) throws Exception {
        Map<String, Agent> held = new LinkedHashMap<>();
        try {
            for (String name : endpoint.agentNames()) {
                held.put(name, held.isEmpty() ? hold(endpoint) : hold(name));
            }
        } catch (Exception e) {
            held.keySet().forEach(this::release);
            throw e;
        }
        return held;
    }

    synchronized void release(String name) {
        RunningAgent agent = running.get(name);
        if (agent != null && agent.release()) {
            janitor.watch(this::closeWhatIsDone);
        }
    }

    /** The running agents, held or not. */
    synchronized List<Agent> agents() {
        return Stream.concat(running.values().stream(), retired.stream())
                .map(RunningAgent::agent)
                .toList();
    }

    /** The agent of that name if it is running, else null. */
    synchronized Agent find(String name) {
        RunningAgent agent = running.get(name);
        return agent == null ? null : agent.agent();
    }

    /** The server of that agent, without the URL token; null where nobody said it, or said it wrong. */
    synchronized String serverOf(String name) {
        AgentConfiguration known = optionsOf(name);
        if (!known.hasAddress()) {
            return null;
        }
        try {
            EndpointAddress address = known.getEndpointUrl() == null
                    ? EndpointAddress.of(known.getServerUrl(), "none")
                    : EndpointAddress.parse(known.getEndpointUrl());
            return address.server().toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Ends all agents, with whatever is under way. */
    void close() {
        janitor.close();
        List<RunningAgent> all;
        synchronized (this) {
            all = Stream.concat(running.values().stream(), retired.stream()).toList();
            running.clear();
            retired.clear();
        }
        all.forEach(RunningAgent::close);
    }

    /** How many agents somebody said something about on an endpoint. */
    synchronized int declared() {
        endpoints.values().forEach(known -> known.removeIf(reference -> reference.get() == null));
        endpoints.values().removeIf(List::isEmpty);
        return endpoints.size();
    }

    private void closeWhatIsDone(Duration linger) {
        List<RunningAgent> done = new ArrayList<>();
        synchronized (this) {
            running.values().removeIf(agent -> agent.doneFor(linger) && done.add(agent));
            retired.removeIf(agent -> agent.doneFor(linger) && done.add(agent));
        }
        done.forEach(RunningAgent::close);
    }

    /** From the farthest to the nearest. */
    private AgentConfiguration optionsOf(String name) {
        AgentConfiguration merged = new AgentConfiguration();
        merged.overrideBy(options.ofAll().given());
        AgentConfiguration own = options.byAgent().get(name);
        if (own != null) {
            merged.overrideBy(own.given());
        }
        Map<String, Object> said = new LinkedHashMap<>();
        endpointsOf(name)
                .forEach(endpoint -> said.putAll(endpoint.getConfiguration().given()));
        merged.overrideBy(said);
        starter.useDefaults(merged);
        return merged;
    }

    private Stream<CognigyEndpoint> endpointsOf(String name) {
        return endpoints.getOrDefault(name, List.of()).stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull);
    }

    /** Where agents are listed, one that is not, and whose address no endpoint gives either, is a slip. */
    private void refuseUnknown(String name, AgentConfiguration wanted) {
        Set<String> listed = new TreeSet<>(options.byAgent().keySet());
        boolean slip = !listed.isEmpty()
                && !listed.contains(name)
                && endpointsOf(name)
                        .noneMatch(endpoint -> endpoint.getConfiguration().hasAddress());
        if (slip) {
            throw new IllegalArgumentException("unknown agent '" + name + "': known are " + String.join(", ", listed)
                    + "; set " + options.setting() + ".agents." + name + ".endpoint-url to add it");
        }
        if (!wanted.hasAddress()) {
            throw new IllegalArgumentException("agent '" + name
                    + "' has no Endpoint: set endpointUrl to the URL that the"
                    + " Cognigy console shows, as " + options.setting() + ".endpoint-url, or as " + options.setting()
                    + ".agents." + name + ".endpoint-url where there are several agents, or on one endpoint of it");
        }
    }

    private static void refuseContradiction(String agent, Map<String, Object> said, Map<String, Object> before) {
        said.forEach((option, value) -> {
            Object other = before.get(option);
            if (other != null && !other.equals(value)) {
                throw new IllegalArgumentException("two endpoints of agent '" + agent + "' give different values for "
                        + option + ": give it once, or on the component");
            }
        });
    }

    private static void refuseNews(String agent, Map<String, Object> said, Map<String, Object> used) {
        said.forEach((option, value) -> {
            if (!value.equals(used.get(option))) {
                throw new IllegalArgumentException("agent '" + agent + "' is already running and cannot take " + option
                        + " any more: give it on the component or on the agent's first endpoint");
            }
        });
    }
}
