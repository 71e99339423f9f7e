package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** The endpoints of one agent share its sessions, agree on its options, and the agent lives as long as one is started. */
class AgentSharingTest extends CognigyTestSupport {

    private void route(String from, String id, String to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).to(to);
            }
        });
    }

    @Test
    void producersOfOneAgentUseTheSameSession() throws Exception {
        request("cognigy:support?turnTimeout=5s", "hello", SESSION_KEY, "alice");
        request("cognigy:support?turnTimeout=6s", "hello again", SESSION_KEY, "alice");

        assertThat(endpoint.accepted()).isEqualTo(1);
    }

    @Test
    void theEndpointIsGivenOnceForAllEndpointsOfAnAgent() throws Exception {
        CognigyComponent bare = new CognigyComponent();
        context.addComponent("bare", bare);
        context.getPropertiesComponent().addInitialProperty("bot.url", endpoint.endpointUrl());
        route("direct:in", "in", "bare:shop?endpointUrl=#property:bot.url");
        route("bare:shop", "out", "mock:out");

        tell("direct:in", "hello", SESSION_KEY, "alice");

        getMockEndpoint("mock:out").expectedMessageCount(1);
        getMockEndpoint("mock:out").assertIsSatisfied();
    }

    @Test
    void endpointsThatContradictEachOtherAreRefused() {
        context.getEndpoint("cognigy:support?maxSessions=5");

        assertThatThrownBy(() -> context.getEndpoint("cognigy:support?maxSessions=6"))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining("maxSessions")
                .hasMessageContaining("support");
    }

    @Test
    void anAgentOptionThatIsSetOnAnEndpointInJavaCounts() throws Exception {
        CognigyComponent bare = new CognigyComponent();
        context.addComponent("bare", bare);
        CognigyEndpoint shop = context.getEndpoint("bare:shop", CognigyEndpoint.class);
        shop.getConfiguration().setEndpointUrl(endpoint.endpointUrl());

        assertThat(request("bare:shop", "hello", SESSION_KEY, "alice").getException())
                .isNull();

        CognigyEndpoint other = context.getEndpoint("bare:shop?turnTimeout=5s", CognigyEndpoint.class);
        other.getConfiguration().setMaxSessions(5);
        assertThatThrownBy(() -> other.createProducer().start())
                .hasMessageContaining("maxSessions")
                .hasMessageContaining("already running");
    }

    @Test
    void anAgentWithoutAnEndpointSaysWhatToSet() {
        context.addComponent("bare", new CognigyComponent());

        assertThatThrownBy(() -> route("direct:in", "in", "bare:shop"))
                .isInstanceOf(FailedToStartRouteException.class)
                .hasStackTraceContaining("set endpointUrl");
    }

    @Test
    void theAgentOutlivesTheFirstRouteToStopAndGoesSoonAfterTheLast() throws Exception {
        context.getComponent("cognigy", CognigyComponent.class).keepUnheldAgents(Duration.ofMillis(50));
        route("direct:one", "one", "cognigy:support");
        route("direct:two", "two", "cognigy:support");
        route("cognigy:support", "out", "mock:out");
        tell("direct:one", "hello", SESSION_KEY, "alice");

        context.getRouteController().stopRoute("one");
        context.getRouteController().stopRoute("out");
        assertThat(endpoint.liveConnections("alice")).isEqualTo(1);

        context.getRouteController().stopRoute("two");
        await().untilAsserted(() -> assertThat(endpoint.connections()).isZero());
    }

    @Test
    void aRouteThatIsStoppedAndStartedAgainWorks() throws Exception {
        route("direct:one", "one", "cognigy:support");
        route("cognigy:support", "out", "mock:out");
        tell("direct:one", "hello", SESSION_KEY, "alice");

        context.getRouteController().stopAllRoutes();
        context.getRouteController().startAllRoutes();

        assertThat(tell("direct:one", "hello", SESSION_KEY, "alice").getException())
                .isNull();
    }

    @Test
    void stoppingTheContextLeavesNoConnectionAndNoThread() throws Exception {
        for (int i = 0; i < 20; i++) {
            request("cognigy:support", "hello", SESSION_KEY, "s-" + i);
        }

        context.stop();

        await().untilAsserted(() -> assertThat(endpoint.connections()).isZero());
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("Cognigy") || name.startsWith("cognigy-io")));
    }
}
