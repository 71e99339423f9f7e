package io.camelcognigy;

import io.camelcognigy.observe.AgentHealthCheck;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentSettings;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.session.RouteThreads;
import io.camelcognigy.session.SystemTime;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Tls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The component {@code cognigy:}. It keeps one {@link Agent} per name, shared by the agent's producers and consumers,
 * from the start of the first of them to the stop of the last.
 */
@Component(CognigyConstants.SCHEME)
public class CognigyComponent extends DefaultComponent implements SSLContextParametersAware {

    private static final Pattern SECRETS =
            Pattern.compile("([?&](?:endpointUrl|urlToken|sessionIdSecret|proxyPassword)=)(?:RAW\\([^)]*\\)|[^&]*)");

    @Metadata(description = "The defaults of all options, for all endpoints.")
    private CognigyConfiguration configuration = new CognigyConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Takes the Camel context's global TLS settings" + " where an agent has none.")
    private boolean useGlobalSslContextParameters;

    private final Map<String, AgentOptions> options = new HashMap<>();
    private final Map<String, RunningAgent> running = new HashMap<>();

    /** What one running agent holds, and how many endpoints' producers and consumers hold it. */
    private static final class RunningAgent {
        private final Agent agent;
        private final SystemTime time;
        private final ExecutorService routes;
        private final AgentHealthCheck health;
        private int holders;

        RunningAgent(Agent agent, SystemTime time, ExecutorService routes, AgentHealthCheck health) {
            this.agent = agent;
            this.time = time;
            this.routes = routes;
            this.health = health;
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("cognigy: needs an agent's name, as in cognigy:support");
        }
        Map<String, Object> ofAgent = AgentOptions.among(parameters);
        synchronized (running) {
            options.computeIfAbsent(remaining, AgentOptions::new).add(ofAgent, running.containsKey(remaining));
        }
        // Camel shows an endpoint's URI in logs, JMX and consoles: there it has no secrets.
        String shown = SECRETS.matcher(uri).replaceAll("$1xxxxxx");
        CognigyEndpoint endpoint = new CognigyEndpoint(shown, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The agent of that name, started if nobody holds it yet. Each call needs its {@link #releaseAgent}. */
    Agent holdAgent(String name) throws Exception {
        synchronized (running) {
            RunningAgent held = running.get(name);
            if (held == null) {
                held = startAgent(name);
                running.put(name, held);
            }
            held.holders++;
            return held.agent;
        }
    }

    void releaseAgent(String name) {
        RunningAgent unheld;
        synchronized (running) {
            RunningAgent held = running.get(name);
            if (held == null || --held.holders > 0) {
                return;
            }
            unheld = running.remove(name);
        }
        stopAgent(unheld);
    }

    /** The numbers of all agents that run, each taken now. Cheap; any thread. */
    public List<AgentSnapshot> agentSnapshots() {
        synchronized (running) {
            return running.values().stream().map(held -> held.agent.snapshot()).toList();
        }
    }

    /**
     * Closes the sessions, of all agents, whose latest input was sent by an exchange with that {@link
     * CognigyConstants#SESSION_OWNER}: another instance goes on with them. Their turns that are not over fail with a
     * {@link io.camelcognigy.session.SessionMovedException}.
     */
    public void closeSessions(Object owner) {
        List<Agent> agents;
        synchronized (running) {
            agents = running.values().stream().map(held -> held.agent).toList();
        }
        agents.forEach(agent -> agent.closeSessions(owner));
    }

    /**
     * Whether it makes sense to take inputs for that agent: false while its sessions try to connect in vain and none is
     * connected. An agent that does not run, or has no sessions, counts as reachable: an input is what shows it. Cheap, for
     * any thread; roads ask it to hold their intake, and to go on.
     */
    public boolean isReachable(String agentName) {
        RunningAgent held;
        synchronized (running) {
            held = running.get(agentName);
        }
        return held == null || !held.agent.snapshot().unreachable();
    }

    private RunningAgent startAgent(String name) throws Exception {
        CognigyConfiguration merged = configuration.copy();
        AgentOptions given = options.get(name);
        if (given != null) {
            setProperties(getCamelContext(), merged, given.given());
        }
        AgentDefinition definition = new AgentDefinition(name, merged);
        AgentSettings settings = definition.settings();
        Connector connector = definition.connector(definition.transport().withTls(tls(merged)));
        SystemTime time = new SystemTime(
                task -> getCamelContext().getExecutorServiceManager().newThread("CognigyTimer-" + name, task));
        ExecutorService routes = routeThreads(name);
        Agent agent = new Agent(
                settings,
                connector,
                time,
                new RouteThreads(routes),
                () -> ThreadLocalRandom.current().nextDouble());
        AgentHealthCheck health = new AgentHealthCheck(name, agent::snapshot);
        HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
        if (registry != null) {
            registry.register(health);
        }
        return new RunningAgent(agent, time, routes, health);
    }

    /** Without a bound: with fewer threads than routes that block, a slow reply topic of some sessions would stop others. */
    private ExecutorService routeThreads(String name) {
        return getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "CognigyRoutes-" + name);
    }

    private Tls tls(CognigyConfiguration merged) throws Exception {
        SSLContextParameters parameters = merged.getSslContextParameters();
        if (parameters == null && useGlobalSslContextParameters) {
            parameters = getCamelContext().getSSLContextParameters();
        }
        return TlsOptions.tls(merged.getTlsEngine(), parameters, getCamelContext());
    }

    private void stopAgent(RunningAgent held) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
        if (registry != null) {
            registry.unregister(held.health);
        }
        held.agent.close();
        held.time.close();
        getCamelContext().getExecutorServiceManager().shutdown(held.routes);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        CognigyTypeConverters.addTo(getCamelContext().getTypeConverterRegistry());
    }

    public CognigyConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(CognigyConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
