package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Configured by Camel Main's properties, the component does what they say, and its secrets stand in no summary. */
class CamelMainTest {

    private static final String TOKEN = "t0kenthatmustnotshow";

    @TempDir
    Path folder;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Logger camelLog = (Logger) LoggerFactory.getLogger("org.apache.camel");
    private final AppenderBase<ILoggingEvent> capture = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage());
        }
    };
    private final SimulatedEndpoint endpoint =
            SimulatedEndpoint.builder().bot(new DemoBot()).token(TOKEN).start();
    private final Main main = new Main();
    private Level before;

    @BeforeEach
    void captureLog() {
        before = camelLog.getLevel();
        capture.setContext(camelLog.getLoggerContext());
        capture.start();
        camelLog.addAppender(capture);
        camelLog.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        camelLog.detachAppender(capture);
        camelLog.setLevel(before);
        main.stop();
        endpoint.close();
    }

    private CognigyComponent component() {
        return main.getCamelContext().getComponent("cognigy", CognigyComponent.class);
    }

    @Test
    void theSummaryShowsNoSecret() throws Exception {
        Path properties = folder.resolve("application.properties");
        Files.writeString(properties, """
                camel.component.cognigy.endpoint-url=%s
                camel.component.cognigy.session-id-secret=pepper
                camel.component.cognigy.max-sessions=17
                """.formatted(endpoint.endpointUrl()));
        main.setPropertyPlaceholderLocations("file:" + properties);
        main.start();

        assertThat(component().getConfiguration().getEndpointUrl()).contains(TOKEN);
        assertThat(logged).anyMatch(line -> line.contains("maxSessions") && line.contains("17"));
        assertThat(logged).anyMatch(line -> line.contains("endpointUrl = ") && line.contains("xxxxxx"));
        assertThat(logged).noneMatch(line -> line.contains(TOKEN) || line.contains("pepper"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.cognigy.agents.eu.", "camel.component.cognigy.agents[eu]."})
    void anAgentIsGivenByName(String prefix) throws Exception {
        main.addInitialProperty(prefix + "endpoint-url", endpoint.endpointUrl());
        main.addInitialProperty(prefix + "session-idle-timeout", "1m30s");
        main.addInitialProperty(prefix + "max-sessions", "17");
        main.start();

        AgentConfiguration eu = component().getAgents().get("eu");
        assertThat(eu.getEndpointUrl()).contains(TOKEN);
        assertThat(eu.getSessionIdleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(eu.getMaxSessions()).isEqualTo(17);
        assertThat(logged).noneMatch(line -> line.contains(TOKEN));
    }
}
