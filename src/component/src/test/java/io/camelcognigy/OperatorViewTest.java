package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** What operators see through Camel: numbers and reasons of agents; no token, no words, nobody's id. */
class OperatorViewTest extends CognigyTestSupport {

    private static final String WORDS = "wordsthatmustnotshow";

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("cognigy:support?sessionIdSecret=RAW(pe)pper)");
            }
        };
    }

    @Test
    void anEndpointShowsItsAgentsNumbersInJmx() throws Exception {
        request("direct:in", WORDS, SESSION_KEY, "alice@example.com");

        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Set<ObjectName> endpoints = new HashSet<>(server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=endpoints,*"), null));
        assertThat(endpoints).isNotEmpty();
        StringBuilder all = new StringBuilder();
        endpoints.removeIf(name -> !name.getKeyProperty("name").contains("cognigy"));
        for (ObjectName name : endpoints) {
            assertThat(server.getAttribute(name, "Sessions")).isEqualTo(1);
            assertThat(server.getAttribute(name, "ConnectedSessions")).isEqualTo(1);
            assertThat(server.getAttribute(name, "Reachable")).isEqualTo(true);
            all.append(name);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                all.append(server.getAttribute(name, attribute.getName())).append('\n');
            }
        }
        assertThat(all.toString()).doesNotContain("pper", WORDS, "alice", token());
    }

    @Test
    void jmxListsSessionsWithHashesForTheirIds() throws Exception {
        request("direct:in", WORDS, SESSION_KEY, "alice@example.com");
        request("direct:in", WORDS, SESSION_KEY, "bob@example.com");
        ObjectName name = cognigyInJmx();

        TabularData all = (TabularData) jmx(name, "listSessions", 10, "int");
        TabularData one = (TabularData) jmx(name, "listSessions", 1, "int");
        Object alice = jmx(name, "hashOfSession", "alice@example.com", "java.lang.String");

        assertThat(all.size()).isEqualTo(2);
        assertThat(one.size()).isEqualTo(1);
        CompositeData row = all.get(new Object[] {alice});
        assertThat(row.get("state")).isEqualTo("READY");
        assertThat(row.get("busy")).isEqualTo(false);
        assertThat((long) row.get("quietMillis")).isNotNegative();
        assertThat(all.toString()).doesNotContain("alice", "bob", WORDS);
    }

    private ObjectName cognigyInJmx() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=endpoints,*"),
                        null)
                .stream()
                .filter(name -> name.getKeyProperty("name").contains("cognigy"))
                .findFirst()
                .orElseThrow();
    }

    private static Object jmx(ObjectName bean, String operation, Object argument, String type) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(bean, operation, new Object[] {argument}, new String[] {type});
    }

    @Test
    void theDevConsoleShowsNumbersOnly() throws Exception {
        request("cognigy:support", WORDS, SESSION_KEY, "alice@example.com");
        DevConsole console = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("cognigy");
        assertThat(console).isNotNull();

        Object json = console.call(DevConsole.MediaType.JSON, Map.of());
        Object text = console.call(DevConsole.MediaType.TEXT, Map.of());

        assertThat(json.toString())
                .contains("support", "sessions=1", "connected=1")
                .doesNotContain(WORDS, "alice", token());
        assertThat(text.toString()).contains("support: 1 sessions").doesNotContain(WORDS, "alice", token());
    }

    @Test
    void theServiceIsTheServerWithoutItsToken() {
        EndpointServiceLocation location = (EndpointServiceLocation) context.getEndpoint("cognigy:support");

        assertThat(location.getServiceUrl()).isEqualTo("http://127.0.0.1:" + endpoint.port());
        assertThat(location.getServiceProtocol()).isEqualTo("socket.io");
    }

    @Test
    void aHeaderFilterKeepsHeadersOutOfTheReplyAddress() throws Exception {
        DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();
        filter.getOutFilter().add("correlationId");
        context.getRegistry().bind("filter", filter);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support").to("mock:out");
            }
        });

        tell(
                "cognigy:support?headerFilterStrategy=#filter",
                "hello",
                SESSION_KEY,
                "alice",
                "replyTopic",
                "answers",
                "correlationId",
                "c-1");

        assertThat(getMockEndpoint("mock:out")
                        .getExchanges()
                        .get(0)
                        .getMessage()
                        .getHeaders())
                .containsEntry("replyTopic", "answers")
                .containsEntry(CognigyConstants.AGENT, "support")
                .doesNotContainKey("correlationId");
    }

    private String token() {
        String url = endpoint.endpointUrl();
        return url.substring(url.lastIndexOf('/'));
    }
}
