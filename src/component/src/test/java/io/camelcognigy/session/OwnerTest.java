package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import org.junit.jupiter.api.Test;

/**
 * A session belongs to whoever owns the source of its latest input. When that owner gives the source away, the session
 * ends here, with its turns, so that the next owner's is the only one.
 */
class OwnerTest {

    private final Object owner = "chat.input-3";
    private final Scene scene = new Scene();

    @Test
    void theSessionsOfAnOwnerAreClosedAndForgotten() {
        scene.submit(Scene.input().owner(owner));
        Scripted connection = scene.ready();
        connection.finalPing();

        scene.agent.closeSessions(owner);
        assertThat(connection.closeCalls).isOne();
        assertThat(scene.agent.snapshot().sessions()).isZero();
    }

    @Test
    void thoseOfOthersGoOn() {
        scene.submit(Scene.input().owner("chat.input-4"));
        Scripted connection = scene.ready();

        scene.agent.closeSessions(owner);
        assertThat(connection.closeCalls).isZero();
        assertThat(scene.agent.snapshot().sessions()).isOne();
    }

    @Test
    void theOwnerOfTheLatestInputCounts() {
        scene.submit(Scene.input().owner(owner));
        Scripted connection = scene.ready();
        connection.finalPing();
        scene.submit(Scene.input().owner("chat.input-4"));

        scene.agent.closeSessions(owner);
        assertThat(connection.closeCalls).isZero();
    }

    @Test
    void aTurnInFlightFailsInDoubtAndThoseThatWaitDoNot() {
        RecordingCallback inFlight = scene.submit(Scene.input().owner(owner));
        scene.ready();
        RecordingCallback waiting = scene.submit(Scene.input().owner(owner));

        scene.agent.closeSessions(owner);
        assertThat(inFlight.failure()).isInstanceOf(SessionMovedException.class);
        assertThat(inFlight.failure().inDoubt()).isTrue();
        assertThat(waiting.failure()).isInstanceOf(SessionMovedException.class);
        assertThat(waiting.failure().inDoubt()).isFalse();
    }

    @Test
    void theNextInputOpensTheSessionAnew() {
        scene.submit(Scene.input().owner(owner));
        scene.ready().finalPing();
        scene.agent.closeSessions(owner);

        RecordingCallback next = scene.submit(Scene.input().owner("chat.input-3 again"));
        scene.ready().finalPing();
        next.result();
        assertThat(scene.attempts()).isEqualTo(2);
    }
}
