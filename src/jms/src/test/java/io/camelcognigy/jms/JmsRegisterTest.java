package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.correlationId;
import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.jms.ChatJmsComponent.Mode;
import io.camelcognigy.register.JdbcRegister;
import io.camelcognigy.register.Wire;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A road by JMS whose sessions stand in a database, in both modes. */
class JmsRegisterTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Wire wire = new Wire("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private EmbeddedArtemis artemis;
    private SimulatedEndpoint endpoint;
    private JmsProbe probe;

    @BeforeEach
    void start() {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.vip", "chat.dead-letter"));
        endpoint = SimulatedEndpoint.builder().start();
        probe = new JmsProbe(artemis.url());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        probe.close();
        endpoint.close();
        artemis.close();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private JmsRoutes routes(Mode mode) throws Exception {
        JdbcRegister register = new JdbcRegister(wire, (thread, error) -> {});
        JmsRoutes routes = new JmsRoutes(
                jms -> {
                    jms.setUrl(artemis.url());
                    jms.setMode(mode);
                    jms.setRegister(register);
                },
                endpoint,
                Map.of(),
                "",
                agent -> {});
        open.add(routes);
        open.add(register);
        return routes;
    }

    private static HealthCheck.Result health(JmsRoutes routes) {
        return HealthCheckRegistry.get(routes.camel())
                .getCheck("road-jms")
                .orElseThrow()
                .callReadiness();
    }

    private long inputs() {
        return artemis.messageCount("chat.input");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aMessageIsAcknowledgedWhenItsSessionIsWrittenAndNotBefore(Mode mode) throws Exception {
        JmsRoutes routes = routes(mode);
        probe.ask("hello", group("anna"));
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("hello");
        patiently().until(() -> inputs() == 0 && routes.status().connected());

        wire.cut();
        probe.ask("elsewhere", group("anna"), replyTo(probe.queue("chat.vip")));
        patiently().until(() -> endpoint.journal().inputCount() == 2);
        patiently().until(() -> health(routes).getState() == HealthCheck.State.DOWN);
        assertThat(health(routes).getMessage().orElseThrow()).contains("the register's database cannot be reached");
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).until(() -> inputs() == 1);

        wire.mend();
        assertThat(text(probe.receive(probe.queue("chat.vip")))).contains("elsewhere");
        patiently().until(() -> inputs() == 0 && health(routes).getState() == HealthCheck.State.UP);
        assertThat(endpoint.journal().inputCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aSessionThatMayBeAnothersIsNotAskedAndTheRoadStopsAllTheSame(Mode mode) throws Exception {
        wire.cut();
        JmsRoutes routes = routes(mode);
        probe.ask("hello", group("anna"));
        patiently().until(() -> routes.status().waiting() == 1 || mode == Mode.TRANSACTED);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> endpoint.journal().inputCount() == 0);
        long begun = System.nanoTime();
        routes.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(inputs()).isEqualTo(1);

        wire.mend();
        routes(mode);
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("hello");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatIsSaidUnaskedAfterAStopAndAStartGoesWhereTheLatestInputWantedIt(Mode mode) throws Exception {
        JmsRoutes routes = routes(mode);
        probe.ask("hello", group("anna"), replyTo(probe.queue("chat.vip")), correlationId("of the input"));
        assertThat(text(probe.receive(probe.queue("chat.vip")))).contains("hello");
        patiently().until(() -> inputs() == 0);
        routes.close();
        patiently().until(() -> endpoint.liveConnections("jms~anna") == 0);

        routes(mode);
        patiently().until(() -> endpoint.isReady("jms~anna"));
        endpoint.push("jms~anna", "are you there?");
        Message unasked = probe.receive(probe.queue("chat.vip"));
        assertThat(text(unasked)).contains("are you there?");
        assertThat(correlationId(unasked)).isNull();
    }
}
