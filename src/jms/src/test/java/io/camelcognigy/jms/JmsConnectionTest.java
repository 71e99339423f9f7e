package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.broker.BrokerService;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A road says whether it is connected, and why not; in the log it says so once for each change. */
class JmsConnectionTest {

    private static final List<String> QUEUES = List.of("chat.input", "chat.output", "chat.dead-letter");

    private SimulatedEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = SimulatedEndpoint.builder().start();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private JmsRoutes routes(String url) throws Exception {
        return new JmsRoutes(url, endpoint, Map.of());
    }

    private static HealthCheck.Result health(JmsRoutes routes) {
        return HealthCheckRegistry.get(routes.camel())
                .getCheck("road-jms")
                .orElseThrow()
                .callReadiness();
    }

    @Test
    void aBrokerThatGoesMakesTheRoadUnhealthyAndOneThatComesBackIsServedAgain() throws Exception {
        EmbeddedArtemis artemis = EmbeddedArtemis.start(0, QUEUES);
        int port = URI.create(artemis.url()).getPort();
        try (LogLines log = new LogLines();
                JmsRoutes routes = routes(artemis.url())) {
            await().until(() -> routes.status().connected());
            assertThat(health(routes).getState()).isEqualTo(HealthCheck.State.UP);

            artemis.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> !routes.status().connected());
            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> !routes.status().connected());
            assertThat(health(routes).getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health(routes).getMessage().orElseThrow()).startsWith("the road jms is not connected: ");
            assertThat(routes.status().lastError()).isNotBlank();

            artemis = EmbeddedArtemis.start(port, QUEUES);
            try (JmsProbe probe = new JmsProbe(artemis.url())) {
                probe.ask("hello", group("anna"));
                assertThat(text(probe.receive(probe.queue("chat.output")))).contains("hello");
            }
            assertThat(health(routes).getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(routes.status().lastError()).isNull();
            List<String> receiving = log.texts().stream()
                    .filter(line -> line.startsWith("jms receives: "))
                    .toList();
            assertThat(receiving).hasSize(3);
            assertThat(receiving.get(1)).endsWith("; tries again until it is connected");
            assertThat(log.stackTraces()).isFalse();
        } finally {
            artemis.close();
        }
    }

    @Test
    void aBrokerThatIsNotArtemisIsCalledWhatItIs() throws Exception {
        BrokerService classic = new BrokerService();
        classic.setPersistent(false);
        classic.setUseJmx(false);
        String url = classic.addConnector("tcp://127.0.0.1:0").getPublishableConnectString();
        classic.start();
        try (LogLines log = new LogLines();
                JmsRoutes routes = routes(url)) {
            String named = url + " is an ActiveMQ Classic; this road needs an ActiveMQ Artemis";
            // Where the machine was too busy to hear its greeting, Artemis' client tries for half a minute first.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> named.equals(routes.status().lastError()));
            assertThat(health(routes).getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(log.texts()).hasSize(1);
        } finally {
            classic.stop();
        }
    }

    @Test
    void aRoadStartsAndStopsWhileItsBrokerIsAway() throws Exception {
        EmbeddedArtemis artemis = EmbeddedArtemis.start(0, QUEUES);
        artemis.close();
        try (LogLines log = new LogLines()) {
            long start = System.nanoTime();
            JmsRoutes routes = routes(artemis.url());
            await().until(() -> routes.status().lastError() != null);
            routes.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(log.stackTraces()).isFalse();
        }
    }

    @Test
    void aPausedRouteTakesNothingMoreAndGoesOnWhereItWas() throws Exception {
        try (EmbeddedArtemis artemis = EmbeddedArtemis.start(0, QUEUES);
                JmsRoutes routes = routes(artemis.url());
                JmsProbe probe = new JmsProbe(artemis.url())) {
            probe.ask("one", group("anna"));
            probe.receive(probe.queue("chat.output"));
            routes.camel().getRouteController().suspendRoute("jms-input");
            for (int i = 0; i < 10; i++) {
                probe.ask("later-" + i, group("anna"));
            }
            assertThat(probe.receiveOrNull(probe.queue("chat.output"), 1_000)).isNull();

            routes.camel().getRouteController().resumeRoute("jms-input");
            for (int i = 0; i < 10; i++) {
                assertThat(text(probe.receive(probe.queue("chat.output")))).contains("later-" + i);
            }
        }
    }

    @Test
    void aRouteThatWasStoppedGoesOnWhereItWas() throws Exception {
        try (EmbeddedArtemis artemis = EmbeddedArtemis.start(0, QUEUES);
                JmsRoutes routes = routes(artemis.url());
                JmsProbe probe = new JmsProbe(artemis.url())) {
            for (int round = 0; round < 3; round++) {
                routes.camel().getRouteController().stopRoute("jms-input");
                assertThat(routes.status().connected()).isFalse();
                probe.ask("round-" + round, group("anna"));
                routes.camel().getRouteController().startRoute("jms-input");
                assertThat(text(probe.receive(probe.queue("chat.output")))).contains("round-" + round);
            }
            assertThat(routes.status().connected()).isTrue();
        }
    }
}
