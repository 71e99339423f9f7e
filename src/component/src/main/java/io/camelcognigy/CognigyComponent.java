package io.camelcognigy;

import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionSnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HeaderFilterStrategyComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.PropertiesHelper;

/** The component {@code cognigy:}. All producers and consumers of an agent share one {@link Agent} and its sessions. */
@Component(CognigyConstants.SCHEME)
public class CognigyComponent extends HeaderFilterStrategyComponent implements SSLContextParametersAware {

    /** Long enough for a person who types, where every message brings a producer of its own ({@code toD}). */
    private static final Duration UNHELD = Duration.ofSeconds(60);

    @Metadata(description = "The defaults of all options, for all endpoints.")
    private CognigyConfiguration configuration = new CognigyConfiguration();

    @Metadata(
            description =
                    "Agents by name, each with its own options, which override those of the component. Where agents are"
                            + " listed, others are refused unless an endpoint says where they are.")
    private final AgentsByName agents = new AgentsByName();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Takes the Camel context's global TLS settings where an agent has none.")
    private boolean useGlobalSslContextParameters;

    /** With a key that nobody knows: phone numbers and addresses are guessed from a plain hash. */
    private final UnaryOperator<String> sessionHash =
            SessionIdStrategy.hashed(UUID.randomUUID().toString());

    private final AgentJanitor janitor = new AgentJanitor(
            () -> getCamelContext()
                    .getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "CognigyUnheldAgents"),
            UNHELD);
    private final AgentRegistry registry = new AgentRegistry(new AgentsOptions(), new AgentStarter(this), janitor);

    private final LifecycleStrategy stopListener = new LifecycleStrategySupport() {
        @Override
        public void onContextStopping(CamelContext context) {
            registry.agents().forEach(Agent::drain);
        }
    };

    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        SecretOptions.declareTo(camelContext);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("cognigy: needs an agent's name, as in cognigy:support");
        }
        OptionFields.refuseWhatIsNoDuration(parameters);
        Map<String, Object> requestHeaders = PropertiesHelper.extractProperties(parameters, "requestHeader.");
        CognigyEndpoint endpoint = new CognigyEndpoint(
                SecretOptions.encodeRaw(uri), this, remaining, configuration.forEndpoint(), parameters.keySet());
        setEndpointHeaderFilterStrategy(endpoint);
        setProperties(endpoint, parameters);
        if (!requestHeaders.isEmpty()) {
            Map<String, String> headers = new LinkedHashMap<>();
            requestHeaders.forEach((name, value) -> headers.put(name, String.valueOf(value)));
            endpoint.getConfiguration().setRequestHeaders(headers);
        }
        return endpoint;
    }

    @Override
    protected void afterConfiguration(String uri, String remaining, Endpoint endpoint, Map<String, Object> parameters) {
        registry.declare((CognigyEndpoint) endpoint);
    }

    /**
     * Closes the sessions, of all agents, whose latest input was sent by an exchange with that {@link
     * CognigyConstants#SESSION_OWNER}: another instance goes on with them. Their turns that are not over fail with a
     * {@link io.camelcognigy.session.SessionMovedException}.
     */
    public void closeSessions(Object owner) {
        registry.agents().forEach(agent -> agent.closeSessions(owner));
    }

    /**
     * Opens a session again that a register knows, see {@link Agent#reopen}.
     *
     * @param quiet for how long nothing had come or gone
     * @param owner as in {@link CognigyConstants#SESSION_OWNER}
     */
    public Reopening reopen(SessionEntry entry, Duration quiet, Object owner) {
        Agent agent = registry.find(entry.agent());
        return agent == null ? Reopening.NO_AGENT : agent.reopen(entry, quiet, owner);
    }

    /**
     * Closes the session of that entry if nothing hangs on it, see {@link Agent#letGo}.
     *
     * @param owner as in {@link CognigyConstants#SESSION_OWNER}
     * @param gone told whether it is not that owner's any more
     */
    public void letGo(SessionEntry entry, Object owner, Consumer<Boolean> gone) {
        Agent agent = registry.find(entry.agent());
        if (agent == null) {
            gone.accept(true);
        } else {
            agent.letGo(entry.ids().sessionId(), owner, gone);
        }
    }

    /** Whether an agent of that name runs here. */
    public boolean isRunning(String agentName) {
        return registry.find(agentName) != null;
    }

    /**
     * Whether it makes sense to take inputs for that agent: false while its sessions try to connect in vain and none is
     * connected. An agent that does not run, or has no sessions, counts as reachable: an input is what shows it. Cheap, for
     * any thread; roads ask it to hold their intake, and to go on.
     */
    public boolean isReachable(String agentName) {
        Agent agent = registry.find(agentName);
        return agent == null || agent.reachable();
    }

    /** The running agents' numbers at this moment. Cheap, for any thread. */
    public List<AgentSnapshot> agentSnapshots() {
        return registry.agents().stream().map(Agent::snapshot).toList();
    }

    /** The open sessions of that agent, those first that have been quiet longest; none if it does not run. */
    public List<SessionSnapshot> sessionSnapshots(String agentName) {
        Agent agent = registry.find(agentName);
        return agent == null ? List.of() : agent.sessionSnapshots();
    }

    /**
     * Closes that session; the next input for it opens it anew. Its turns that are not over fail with an {@link
     * io.camelcognigy.session.AgentStoppedException}.
     *
     * @param why told to the consumers of sessionClosed, in words; shows nobody's
     * @return whether there is one
     */
    public boolean closeSession(String agentName, String sessionId, String why) {
        Agent agent = registry.find(agentName);
        return agent != null && agent.closeSession(sessionId, why);
    }

    /** What stands for a session id where operators look: the same as long as this component lives. */
    public String hashOfSession(String sessionId) {
        return sessionHash.apply(sessionId).substring(0, 16);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().addLifecycleStrategy(stopListener);
    }

    @Override
    protected void doStop() throws Exception {
        registry.close();
        super.doStop();
    }

    AgentRegistry registry() {
        return registry;
    }

    /** The name under which Camel knows this component, where it has one. */
    String scheme() {
        return getCamelContext().getComponentNames().stream()
                .filter(name -> getCamelContext().hasComponent(name) == this)
                .findFirst()
                .orElse(CognigyConstants.SCHEME);
    }

    /** For tests: how long an agent is kept that no producer and no consumer holds. */
    void keepUnheldAgents(Duration howLong) {
        janitor.linger(howLong);
    }

    /** For tests: how many agents have options from endpoints. */
    int agentsDeclared() {
        return registry.declared();
    }

    public CognigyConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(CognigyConfiguration configuration) {
        this.configuration = configuration;
    }

    public Map<String, AgentConfiguration> getAgents() {
        return agents;
    }

    /** Of a raw type, as Camel's binding else takes the map for one of its values: see {@link AgentsByName}. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    public void setAgents(Map agents) {
        Map<String, AgentConfiguration> given = Map.copyOf(agents);
        this.agents.clear();
        this.agents.putAll(given);
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    private final class AgentsOptions implements AgentRegistry.Options {

        @Override
        public AgentConfiguration ofAll() {
            return configuration;
        }

        @Override
        public Map<String, AgentConfiguration> byAgent() {
            return agents;
        }

        @Override
        public String setting() {
            return "camel.component." + scheme();
        }
    }
}
