package io.camelcognigy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.AgentConfiguration.TransportName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions cost no thread each, mix up no answers and leave nothing behind: the small form of {@link Sessions}. */
@Tag("slow")
class SessionsTest {

    private static final int SESSIONS = 200;
    private static final int TURNS = 3;

    @ParameterizedTest
    @EnumSource
    void everySessionIsAnsweredAndNothingIsLeftBehind(TransportName transport) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (EndpointProcess endpoint = new EndpointProcess();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            assertThat(new SessionsCheck(endpoint, transport, SESSIONS, TURNS, out).run())
                    .as(printed.toString(StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }
}
