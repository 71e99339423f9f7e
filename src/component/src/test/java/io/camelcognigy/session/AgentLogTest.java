package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fault that repeats is quietened, but never hides another kind of fault. */
class AgentLogTest {

    private final LogCapture log = new LogCapture();
    private final ManualTime time = new ManualTime();
    private final AgentLog agent = new AgentLog("support", time);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void aRepeatedFaultSpeaksOnceAndThenSaysHowOftenItWasHeldBack() {
        for (int i = 0; i < 10; i++) {
            agent.nobodyTakesUnsolicited("s");
        }
        time.advance(Duration.ofSeconds(5));
        agent.nobodyTakesUnsolicited("s");

        assertThat(log.warnings()).hasSize(2);
        assertThat(log.warnings().get(1)).contains("9 more such lines");
    }

    @Test
    void aFloodOfOneFaultDoesNotHideTheFirstLineOfAnother() {
        for (int i = 0; i < 10; i++) {
            agent.nobodyTakesUnsolicited("s");
        }
        agent.failedAfterSent("s", new TurnInDoubtException("cut", null));
        agent.notRouted("s", EventKind.OUTPUT, true, new IllegalStateException());
        agent.errorOutsideTurn("s", EventKind.EXCEPTION);
        agent.eventDropped("s", EventKind.OUTPUT, "full");
        agent.lost("s", ScriptedConnector.cut(), 1, Duration.ZERO);

        assertThat(log.warnings()).hasSize(6);
    }

    @Test
    void aLineNamesAgentSessionAndCause() {
        agent.lost("s-1", ScriptedConnector.cut(), 3, Duration.ofMillis(250));

        assertThat(log.warnings())
                .containsExactly("support session s-1: TRANSPORT_CLOSED by NETWORK: cut by the test"
                        + " (3 in a row), next attempt in 250 ms");
    }

    @Test
    void anIdCannotForgeALine() {
        agent.lost("evil\r\n2026 ERROR \u001b[31mFORGED\u202e", ScriptedConnector.cut(), 1, Duration.ZERO);
        agent.nobodyTakesUnsolicited("evil\n2026 ERROR FORGED");
        agent.connected("evil\n2026 ERROR FORGED");

        assertThat(log.lines())
                .hasSize(3)
                .allSatisfy(line ->
                        assertThat(line.getFormattedMessage()).matches("[ -~]*").contains("evil\\u000"));
    }

    @Test
    void aFailureThatItsCallerWasToldIsNotLoggedWhenItsRouteEndsLater() {
        Scene scene = new Scene();
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        scene.submit();
        scene.ready().output("1");
        scene.time.advance(Scene.TURN);
        consumer.pass();

        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void reachabilityIsNewsOnlyOnceUntilItIsLost() {
        Scene scene = new Scene();
        scene.afterOneTurn().cut();
        scene.time.advance(Scene.BACKOFF);
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.time.advance(Scene.BACKOFF.multipliedBy(2));
        scene.ready();

        assertThat(log.lines())
                .filteredOn(line -> line.getFormattedMessage().contains("is reachable"))
                .hasSize(2);
    }
}
