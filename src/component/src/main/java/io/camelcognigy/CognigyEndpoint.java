package io.camelcognigy;

import io.camelcognigy.observe.SessionTable;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.session.SessionSnapshot;
import io.camelcognigy.transport.Loss;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import javax.management.openmbean.TabularData;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.StringHelper;

/** Talk to a Cognigy.AI bot over a Socket.IO Endpoint: send inputs, and consume what the bot says. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = CognigyConstants.SCHEME,
        title = "Cognigy",
        syntax = "cognigy:agent",
        category = {Category.CHAT, Category.AI},
        headersClass = CognigyConstants.class)
@ManagedResource(description = "Managed endpoint of cognigy:, with the numbers of its agent")
public class CognigyEndpoint extends DefaultEndpoint
        implements AsyncEndpoint, MultipleConsumersSupport, HeaderFilterStrategyAware, EndpointServiceLocation {

    @UriPath(
            description = "A name of yours for one Cognigy Endpoint. Producers and consumers of one agent share its"
                    + " sessions.")
    @Metadata(required = true)
    private final String agent;

    @UriParam
    private final CognigyConfiguration configuration;

    @UriParam(
            label = "advanced",
            description = "Filters the headers of a reply address: which of those that replyHeaders names a producer"
                    + " remembers, and which of those that were remembered a consumer sets. Without it, all.")
    private HeaderFilterStrategy headerFilterStrategy;

    /** The options that the URI gives, in camelCase. */
    private final Set<String> given;

    CognigyEndpoint(
            String uri,
            CognigyComponent component,
            String agent,
            CognigyConfiguration configuration,
            Set<String> given) {
        super(uri, component);
        this.agent = agent;
        this.configuration = configuration;
        this.given = given.stream().map(StringHelper::dashToCamelCase).collect(Collectors.toSet());
    }

    @Override
    public Producer createProducer() {
        refuseOptionsOf("consumer", "a producer");
        return new CognigyProducer(this);
    }

    /** Every consumer of an agent gets all its events, or those that its replyMatch picks. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        refuseOptionsOf("producer", "a consumer");
        CognigyConsumer consumer = new CognigyConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Refused: outputs that wait in a queue for somebody to poll would count as routed, and be lost with the process. */
    @Override
    public PollingConsumer createPollingConsumer() {
        throw new UnsupportedOperationException(
                "cognigy: has no polling consumer, as what waits to be polled is neither"
                        + " bounded nor safe: use a route from(\"cognigy:" + agent + "\"), or ask with InOut");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getComponent().registry().declare(this);
    }

    @Override
    protected void doStop() throws Exception {
        getComponent().registry().withdraw(this);
        super.doStop();
    }

    @Override
    public CognigyComponent getComponent() {
        return (CognigyComponent) super.getComponent();
    }

    /** The server without the URL token; null as long as nobody said where it is. */
    @Override
    public String getServiceUrl() {
        return getComponent().registry().serverOf(agent);
    }

    @Override
    public String getServiceProtocol() {
        return "socket.io";
    }

    @ManagedAttribute(description = "The agent's name")
    public String getAgent() {
        return agent;
    }

    /** The names of all agents that it talks to: its own first, then those that its option allowedAgents lists. */
    public Set<String> agentNames() {
        Set<String> names = new LinkedHashSet<>();
        names.add(agent);
        names.addAll(TurnRequests.names(configuration.getAllowedAgents()));
        return names;
    }

    @ManagedAttribute(description = "The agent's open sessions")
    public int getSessions() {
        return number(AgentSnapshot::sessions);
    }

    @ManagedAttribute(description = "The agent's sessions with a usable connection")
    public int getConnectedSessions() {
        return number(AgentSnapshot::connected);
    }

    @ManagedAttribute(description = "The agent's turns that the bot has not finished")
    public int getTurnsInFlight() {
        return number(AgentSnapshot::inTurn);
    }

    @ManagedAttribute(description = "The agent's turns that are not sent yet")
    public int getTurnsWaiting() {
        return number(AgentSnapshot::waitingTurns);
    }

    @ManagedAttribute(description = "Whether somebody can be reached, as far as the agent knows")
    public boolean isReachable() {
        return getComponent().isReachable(agent);
    }

    @ManagedAttribute(description = "Why the agent's last attempt to connect failed, where none succeeded since")
    public String getConnectFailure() {
        Agent running = getComponent().registry().find(agent);
        Loss failure = running == null ? null : running.snapshot().connectFailure();
        return failure == null ? null : failure.reason().name();
    }

    /** What JMX shows of the agent's sessions: those that have been quiet longest come first. */
    @ManagedOperation(description = "The agent's sessions, quiet longest first, at most so many; ids are hashed")
    public TabularData listSessions(int most) {
        List<SessionSnapshot> sessions = getComponent().sessionSnapshots(agent);
        return SessionTable.of(
                sessions.subList(0, Math.max(0, Math.min(most, sessions.size()))), getComponent()::hashOfSession);
    }

    @ManagedOperation(description = "What listSessions shows for that session id, until the component is made anew")
    public String hashOfSession(String sessionId) {
        return getComponent().hashOfSession(sessionId);
    }

    private int number(ToIntFunction<AgentSnapshot> of) {
        Agent running = getComponent().registry().find(agent);
        return running == null ? 0 : of.applyAsInt(running.snapshot());
    }

    public CognigyConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }

    private void refuseOptionsOf(String otherSide, String us) {
        List<String> theirs = OptionFields.ofSide(otherSide);
        given.stream().filter(theirs::contains).sorted().findFirst().ifPresent(option -> {
            throw new IllegalArgumentException(option + " is an option of the " + otherSide + ": it does nothing on "
                    + us + " of cognigy:" + agent);
        });
    }
}
