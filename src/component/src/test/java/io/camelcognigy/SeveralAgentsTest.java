package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.Agent;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.session.Outcome;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A component has as many agents as its options list, each with options of its own, and no others. */
class SeveralAgentsTest extends CognigyTestSupport {

    private SimulatedEndpoint american;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        american = endpoint().start();
        CamelContext camel = super.createCamelContext();
        CognigyComponent component = camel.getComponent("cognigy", CognigyComponent.class);
        component.getConfiguration().setEndpointUrl(null);
        component.getConfiguration().setMaxSessions(1);
        component.getAgents().put("eu", agent(endpoint));
        component.getAgents().put("us", agent(american));
        component.getAgents().get("us").setMaxSessions(2);
        return camel;
    }

    @AfterEach
    void closeAmerican() {
        american.close();
    }

    private static AgentConfiguration agent(SimulatedEndpoint endpoint) {
        AgentConfiguration agent = new AgentConfiguration();
        agent.setEndpointUrl(endpoint.endpointUrl());
        agent.setReconnectDelay(Duration.ofMillis(100));
        return agent;
    }

    @Test
    void eachAgentHasItsEndpointAndItsLimits() throws Exception {
        assertThat(request("cognigy:eu", "hello", SESSION_KEY, "alice").getException())
                .isNull();
        assertThat(request("cognigy:us", "hello", SESSION_KEY, "bob").getException())
                .isNull();
        assertThat(request("cognigy:us", "hello", SESSION_KEY, "carol").getException())
                .isNull();

        assertThat(endpoint.journal().inputs("alice")).hasSize(1);
        assertThat(american.journal().inputs("bob")).hasSize(1);
        assertThat(american.journal().inputs("alice")).isEmpty();
    }

    @Test
    void anAgentThatIsNotListedIsRefusedAndTheSettingNamed() {
        assertThatThrownBy(() ->
                        context.getEndpoint("cognigy:asia").createProducer().start())
                .hasMessageContaining("unknown agent 'asia'")
                .hasMessageContaining("eu, us")
                .hasMessageContaining("camel.component.cognigy.agents.asia.endpoint-url");
    }

    @Test
    void anEndpointMaySayItselfWhereItsAgentIs() throws Exception {
        assertThat(request("cognigy:lab?endpointUrl=" + american.endpointUrl(), "hello", SESSION_KEY, "alice")
                        .getException())
                .isNull();

        assertThat(american.journal().inputs("alice")).hasSize(1);
    }

    @Test
    void aMessageChoosesAmongTheAgentsThatTheRouteAllows() throws Exception {
        String uri = "cognigy:eu?allowedAgents=us";
        request(uri, "hello", SESSION_KEY, "alice");
        request(uri, "hello", SESSION_KEY, "bob", CognigyConstants.AGENT, "us");
        Exchange other = request(uri, "hello", SESSION_KEY, "carol", CognigyConstants.AGENT, "asia");

        assertThat(endpoint.journal().inputs("alice")).hasSize(1);
        assertThat(american.journal().inputs("bob")).hasSize(1);
        InvalidInputException refused = other.getException(InvalidInputException.class);
        assertThat(refused.code()).isEqualTo(FailureCode.UNKNOWN_AGENT);
        assertThat(refused.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(refused).hasMessageContaining("allowedAgents").hasMessageNotContaining("asia");
    }

    @Test
    void whereNoChoiceIsAllowedTheHeaderIsNotLookedAt() throws Exception {
        request("cognigy:eu", "hello", SESSION_KEY, "alice", CognigyConstants.AGENT, "us");

        assertThat(endpoint.journal().inputs("alice")).hasSize(1);
    }

    @Test
    void anAllowedAgentThatDoesNotExistIsFoundAtTheStart() {
        assertThatThrownBy(() -> context.getEndpoint("cognigy:eu?allowedAgents=us,asia")
                        .createProducer()
                        .start())
                .hasMessageContaining("unknown agent 'asia'");
        assertThat(context.getComponent("cognigy", CognigyComponent.class)
                        .registry()
                        .agents())
                .allMatch(agent -> agent.snapshot().sessions() == 0);
    }

    @Test
    void aConversationStaysWithItsAgentWhileItsSessionIsOpen() throws Exception {
        String before = "cognigy:eu?allowedAgents=us";
        String after = "cognigy:us?allowedAgents=eu";
        request(before, "hello", SESSION_KEY, "alice");
        request(after, "and on", SESSION_KEY, "alice");
        request(after, "hello", SESSION_KEY, "bob");

        assertThat(endpoint.journal().inputs("alice")).hasSize(2);
        assertThat(american.journal().inputs("bob")).hasSize(1);

        tell(after, null, SESSION_KEY, "alice", CognigyConstants.CLOSE, "true");
        await().until(() -> !agent("eu").hasSession("alice"));
        request(after, "hello again", SESSION_KEY, "alice");

        assertThat(american.journal().inputs("alice")).hasSize(1);
    }

    @Test
    void noConversationIsAWayToAnAgentThatIsNotAllowed() throws Exception {
        String uri = "cognigy:eu?allowedAgents=us";
        request(uri, "hello", SESSION_KEY, "alice");

        assertThat(request(uri, "hello", SESSION_KEY, "alice", CognigyConstants.AGENT, "asia")
                        .getException(InvalidInputException.class)
                        .code())
                .isEqualTo(FailureCode.UNKNOWN_AGENT);
    }

    @Test
    void oneRouteTakesWhatAllAgentsOfItsRoadSay() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:eu?allowedAgents=us")
                        .process(exchange -> heard.add(exchange.getMessage().getHeader(CognigyConstants.AGENT) + " to "
                                + exchange.getMessage().getHeader(SESSION_KEY)));
            }
        });
        String uri = "cognigy:eu?allowedAgents=us";
        assertThat(tell(uri, "hello", SESSION_KEY, "alice").getException()).isNull();
        assertThat(tell(uri, "hello", SESSION_KEY, "bob", CognigyConstants.AGENT, "us")
                        .getException())
                .isNull();

        assertThat(heard).containsExactly("eu to alice", "us to bob");
    }

    private Agent agent(String name) {
        return context.getComponent("cognigy", CognigyComponent.class)
                .registry()
                .find(name);
    }
}
