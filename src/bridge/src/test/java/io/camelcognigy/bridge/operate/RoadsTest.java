package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A paused road takes nothing in, also after a restart; once it is resumed, all that waited is taken. */
class RoadsTest {

    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    /** Queues in memory; a road of its own may be named, as roads have it. */
    static final class Memory extends SedaComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String queue, Map<String, Object> parameters) throws Exception {
            parameters.remove("road");
            return super.createEndpoint(uri, queue, parameters);
        }
    }

    /** A bridge whose two roads read from queues in memory. */
    private final class Bridge implements AutoCloseable {

        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final Roads roads;

        Bridge(Path state) throws Exception {
            roads = new Roads(camel, new PausedRoads(state));
            camel.addComponent("chat-memory", new Memory());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("chat-memory:in")
                            .routeId("memory-input")
                            .process(exchange -> taken.add(exchange.getMessage().getBody(String.class)));
                    from("chat-memory:sales?size=10&road=sales")
                            .routeId("sales-input")
                            .process(exchange -> taken.add(exchange.getMessage().getBody(String.class)));
                    from("direct:other").routeId("other").to("log:other");
                }
            });
            camel.start();
        }

        void send(String text) {
            camel.createProducerTemplate().sendBody("chat-memory:in", text);
        }

        @Override
        public void close() throws Exception {
            camel.close();
        }
    }

    @Test
    void aRoadIsKnownByItsSchemeWhereItNamesItselfNot() throws Exception {
        assertThat(Roads.of("chat-kafka:chat.input")).contains("kafka");
        assertThat(Roads.of("chat-kafka:chat.sales?groupId=sales&road=sales")).contains("sales");
        assertThat(Roads.of("imaps://host")).contains("mail");
        assertThat(Roads.of("cognigy:support")).isEmpty();
        try (Bridge bridge = new Bridge(null)) {
            assertThat(bridge.roads.all()).containsOnlyKeys("memory", "sales").doesNotContainValue(true);
            assertThat(bridge.roads.pause("kafka")).isFalse();
        }
    }

    @Test
    void aPauseOutlivesTheProcess() throws Exception {
        Path state = folder.resolve("state/bridge.state");
        try (Bridge bridge = new Bridge(state)) {
            bridge.send("before");
            await().until(() -> taken.contains("before"));
            assertThat(bridge.roads.pause("memory")).isTrue();
        }
        taken.clear();
        try (Bridge bridge = new Bridge(state)) {
            assertThat(bridge.roads.isPaused("memory")).isTrue();
            assertThat(bridge.camel
                            .getRouteController()
                            .getRouteStatus("memory-input")
                            .isStarted())
                    .isFalse();
            assertThat(bridge.camel.getRouteController().getRouteStatus("other").isStarted())
                    .isTrue();
            bridge.send("meanwhile");
            assertThat(taken).isEmpty();

            assertThat(bridge.roads.resume("memory")).isTrue();
            await().until(() -> List.copyOf(taken).equals(List.of("meanwhile")));
        }
        try (Bridge bridge = new Bridge(state)) {
            assertThat(bridge.roads.isPaused("memory")).isFalse();
        }
    }

    @Test
    void aRoadThatNamesItselfIsPausedAlone() throws Exception {
        try (Bridge bridge = new Bridge(null)) {
            bridge.roads.pause("sales");

            assertThat(bridge.camel
                            .getRouteController()
                            .getRouteStatus("sales-input")
                            .isStarted())
                    .isFalse();
            assertThat(bridge.camel
                            .getRouteController()
                            .getRouteStatus("memory-input")
                            .isStarted())
                    .isTrue();
        }
    }

    @Test
    void pausingTwiceIsOnePause() throws Exception {
        try (Bridge bridge = new Bridge(null)) {
            bridge.roads.pause("memory");
            bridge.roads.pause("memory");
            bridge.roads.resume("memory");
            bridge.send("now");
            await().until(() -> taken.contains("now"));
        }
    }
}
