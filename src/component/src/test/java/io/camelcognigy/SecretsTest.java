package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.camelcognigy.test.FailAt;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The URL token and people's words show up in no log above TRACE, no error and no health detail. */
class SecretsTest extends CognigyTestSupport {

    private static final String TOKEN = "t0kenthatmustnotshow";
    private static final String WORDS = "wordsthatmustnotshow";

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> capture = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            logged.add(event.getFormattedMessage() + trace);
        }
    };
    private Level before;
    private Appender<ILoggingEvent> console;

    @Override
    SimulatedEndpoint.Builder endpoint() {
        return super.endpoint().token(TOKEN);
    }

    @BeforeEach
    void captureLogs() {
        before = root.getLevel();
        capture.setContext(root.getLoggerContext());
        capture.start();
        root.addAppender(capture);
        console = root.getAppender("console");
        root.detachAppender(console);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void restoreLogs() {
        root.setLevel(before);
        root.detachAppender(capture);
        root.addAppender(console);
    }

    @Test
    void neitherTokenNorWordsAreLogged() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:hidden").filter(header("fail")).throwException(new IllegalStateException("no"));
            }
        });
        String uri = "cognigy:hidden";
        StringBuilder errors = new StringBuilder();
        tell(uri, WORDS, SESSION_KEY, "alice");
        for (FailAt fault : new FailAt[] {FailAt.ON_INPUT, FailAt.GARBAGE_FRAME, FailAt.BEFORE_FINAL_PING}) {
            endpoint.failAt(fault, 1);
            Exchange failed = tell(uri, WORDS + fault, SESSION_KEY, "alice");
            errors.append(failed.getException()).append('\n');
        }
        errors.append(
                request(uri + "?inputFormat=json", "{\"text\":3,\"data\":\"" + WORDS + "\"}", SESSION_KEY, "alice")
                        .getException());
        errors.append(request(uri, "error", SESSION_KEY, "alice").getException());

        assertThat(errors.toString()).contains("COGNIGY-IN-DOUBT").doesNotContain(TOKEN, WORDS);
        assertThat(logged).isNotEmpty();
        assertThat(logged.stream()
                        .filter(line -> line.contains(TOKEN) || line.contains(WORDS))
                        .collect(Collectors.toList()))
                .isEmpty();
    }

    @Test
    void healthTellsNumbersAndReasonsOnly() throws Exception {
        request("cognigy:support", WORDS, SESSION_KEY, "alice@example.com");
        HealthCheck check =
                HealthCheckRegistry.get(context).getCheck("cognigy-support").orElseThrow();

        assertThat(check.call().getDetails().toString()).doesNotContain(TOKEN, WORDS, "alice", "127.0.0.1");
    }
}
