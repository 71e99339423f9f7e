package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The numbers an operator sees follow the sessions, and come back to zero with them. */
class SnapshotTest {

    private final Scene scene = new Scene();

    private void assertCounts(int sessions, int connected, int inTurn, int waiting) {
        AgentSnapshot snapshot = scene.agent.snapshot();
        assertThat(new int[] {snapshot.sessions(), snapshot.connected(), snapshot.inTurn(), snapshot.waitingTurns()})
                .as("sessions, connected, in turn, waiting")
                .containsExactly(sessions, connected, inTurn, waiting);
    }

    @Test
    void theNumbersFollowATurnFromItsBeginToItsSessionsEnd() {
        assertCounts(0, 0, 0, 0);
        scene.submit();
        scene.submit();
        assertCounts(1, 0, 0, 2);
        Scripted connection = scene.ready();
        assertCounts(1, 1, 1, 1);
        connection.finalPing();
        assertCounts(1, 1, 1, 0);
        connection.finalPing();
        assertCounts(1, 1, 0, 0);
        scene.time.advance(Scene.IDLE.plus(Scene.IDLE));
        assertCounts(0, 0, 0, 0);
    }

    @Test
    void aTurnThatTimesOutWhileItWaitsIsNoLongerCounted() {
        scene.submit(input().timeout(Duration.ofSeconds(1)));
        scene.time.advance(Duration.ofSeconds(1));

        assertCounts(1, 0, 0, 0);
    }

    @Test
    void refusedTurnsAreNotCounted() {
        scene.submit(input().user("one"));
        scene.submit(input().user("two"));
        scene.submit(input().text(""));
        scene.submit(input().session("x".repeat(300)));

        assertCounts(1, 0, 0, 1);
    }

    @Test
    void aSessionOutOfStepIsConnected() {
        scene.submit();
        scene.ready();
        scene.time.advance(Scene.TURN);

        assertCounts(1, 1, 0, 0);
    }

    @Test
    void theAgentIsUnreachableWhileAttemptsFailAndNobodyIsConnected() {
        scene.submit();
        assertThat(scene.agent.snapshot().unreachable()).isFalse();
        scene.connection().lost(ScriptedConnector.unreachable());
        assertThat(scene.agent.snapshot().unreachable()).isTrue();
        assertThat(scene.agent.snapshot().connectFailure().reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);

        scene.time.advance(Scene.BACKOFF);
        scene.ready();
        assertThat(scene.agent.snapshot().unreachable()).isFalse();
        assertThat(scene.agent.snapshot().connectFailure()).isNull();
    }

    @Test
    void reachableIsFalseOnlyWhileSomebodyTriesAndNobodyGetsThrough() {
        assertThat(scene.agent.reachable()).as("nobody has tried").isTrue();
        scene.submit(input().session("a").timeout(Duration.ofSeconds(1)));
        assertThat(scene.agent.reachable()).as("the first attempt is in flight").isTrue();
        scene.connection().lost(ScriptedConnector.unreachable());
        assertThat(scene.agent.reachable()).as("it failed, and goes on").isFalse();
        scene.time.advance(Duration.ofSeconds(1));
        assertThat(scene.agent.reachable())
                .as("no turn waits any more, but the session tries")
                .isFalse();

        scene.submit(input().session("b"));
        scene.ready();
        assertThat(scene.agent.reachable()).as("somebody got through").isTrue();
        scene.submit(input().session("c"));
        scene.connection().lost(ScriptedConnector.unreachable());
        assertThat(scene.agent.reachable()).as("one of them is connected").isTrue();
    }

    @Test
    void nobodyIsLeftToProbeSoTheAgentCountsAsReachable() {
        scene.submit();
        for (int i = 0; i < Link.REFUSAL_LIMIT; i++) {
            assertThat(scene.agent.reachable()).isEqualTo(i == 0);
            scene.connection().lost(ScriptedConnector.refused());
            scene.time.advance(Scene.BACKOFF.multipliedBy(1L << i));
        }

        assertThat(scene.agent.snapshot().sessions()).isZero();
        assertThat(scene.agent.reachable()).isTrue();
    }

    @Test
    void anEndpointThatRefusesEverybodyDoesNotLookHealthyForWantOfSessions() {
        scene.submit();
        for (int i = 0; i < Link.REFUSAL_LIMIT; i++) {
            scene.connection().lost(ScriptedConnector.refused());
            scene.time.advance(Scene.BACKOFF.multipliedBy(1L << i));
        }
        assertThat(scene.agent.snapshot().sessions()).isZero();
        assertThat(scene.agent.snapshot().unreachable()).isTrue();

        scene.time.advance(Duration.ofMinutes(1));
        assertThat(scene.agent.snapshot().unreachable())
                .as("nobody has tried for long")
                .isFalse();
    }

    @Test
    void theLossOfAConnectionIsNoFailureToConnect() {
        scene.afterOneTurn().cut();

        assertThat(scene.agent.snapshot().connectFailure()).isNull();
    }
}
