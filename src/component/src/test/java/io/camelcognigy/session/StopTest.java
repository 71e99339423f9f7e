package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stop ends every turn, timer, connection and wish to connect, each exactly once, and says what may have happened. */
class StopTest {

    private final Scene scene = new Scene();

    private static void assertStopped(RecordingCallback turn, boolean inDoubt) {
        assertThat(turn.failure()).isInstanceOf(AgentStoppedException.class).hasMessageContaining("support");
        assertThat(turn.failure().inDoubt()).isEqualTo(inDoubt);
    }

    @Test
    void aWrittenTurnEndsInDoubtAndAWaitingOneNot() {
        RecordingCallback written = scene.submit();
        RecordingCallback waiting = scene.submit();
        Scripted connection = scene.ready();
        scene.agent.close();

        assertStopped(written, true);
        assertStopped(waiting, false);
        assertThat(connection.closeCalls).isPositive();
        assertThat(scene.connector.closed).isTrue();
    }

    @Test
    void aTurnThatWaitsForItsRouteEndsInDoubtOnce() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");
        connection.finalPing();
        scene.agent.close();
        assertStopped(turn, true);

        consumer.pass();
        assertThat(consumer.texts()).as("what has not begun is dropped").containsExactly("1");
    }

    @Test
    void aTurnInFlightWithOutputsOnTheirWayEndsOnce() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        scene.ready().output("1");
        scene.agent.close();
        consumer.pass();

        assertStopped(turn, true);
    }

    @Test
    void aSessionThatWaitsForItsAdmissionNeverConnects() {
        Scene narrow = new Scene(o -> o.concurrency = 1);
        RecordingCallback first = narrow.submit(input().session("a"));
        RecordingCallback second = narrow.submit(input().session("b"));
        narrow.agent.close();
        narrow.time.advance(Duration.ofHours(1));

        assertStopped(first, false);
        assertStopped(second, false);
        assertThat(narrow.connector.opened).allMatch(connection -> connection.closeCalls > 0);
    }

    @Test
    void aSessionInBackoffDoesNotConnectAgain() {
        RecordingCallback turn = scene.submit();
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.agent.close();
        scene.time.advance(Duration.ofHours(1));

        assertStopped(turn, false);
        assertThat(scene.attempts()).isOne();
    }

    @Test
    void aSessionOutOfStepDoesNotConnectAfresh() {
        scene.submit(input().timeout(Duration.ofSeconds(1)));
        scene.ready();
        scene.time.advance(Duration.ofSeconds(1));
        RecordingCallback waiting = scene.submit();
        scene.agent.close();
        scene.time.advance(Duration.ofHours(1));

        assertStopped(waiting, false);
        assertThat(scene.attempts()).isOne();
    }

    @Test
    void beforeTheStopWhatIsNotWrittenEndsAtOnceAndWhatIsWrittenGoesOn() {
        RecordingCallback written = scene.submit();
        RecordingCallback behindIt = scene.submit();
        Scripted connection = scene.ready();
        RecordingCallback unconnected = scene.submit(input().session("b"));
        RecordingCallback inBackoff = scene.submit(input().session("c"));
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.agent.drain();

        assertStopped(behindIt, false);
        assertStopped(unconnected, false);
        assertStopped(inBackoff, false);
        assertThat(behindIt.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertStopped(scene.submit(), false);
        assertThat(written.told()).isFalse();
        connection.finalPing();
        written.result();
        assertThat(scene.agent.snapshot().waitingTurns()).isZero();
    }

    @Test
    void noTimerIsLeft() {
        scene.submit();
        scene.ready();
        scene.submit();
        scene.submit(input().session("b"));
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.submit(input().session("c").endsBy(TurnEnd.SILENCE));
        scene.ready().output("1");
        scene.agent.close();

        assertThat(scene.time.armed()).isZero();
    }

    @Test
    void stoppingTwiceIsHarmless() {
        RecordingCallback turn = scene.submit();
        scene.agent.close();
        scene.agent.close();

        assertStopped(turn, false);
    }

    @Test
    void aStoppedAgentRefusesTurnsAtOnceAndConnectsNowhere() {
        scene.agent.close();
        RecordingCallback turn = scene.submit();
        scene.agent.typing("s", TypingStatus.ON);

        assertStopped(turn, false);
        assertThat(scene.attempts()).isZero();
    }

    @Test
    void whatTheConnectionStillDoesChangesNothing() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.ofAll());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        scene.agent.close();
        int events = consumer.events.size();
        connection.haunt();

        assertStopped(turn, true);
        assertThat(consumer.events).hasSize(events);
    }

    @Test
    void callersAreToldAlsoWhenTheRoutesTakeNothingMore() {
        RecordingCallback turn = scene.submit();
        scene.routes.reject();
        scene.agent.close();

        assertStopped(turn, false);
    }

    @Test
    void theCountersComeBackToZero() {
        scene.submit();
        scene.ready();
        scene.submit();
        scene.submit(input().session("b"));
        scene.agent.close();

        AgentSnapshot snapshot = scene.agent.snapshot();
        assertThat(snapshot.sessions()).isZero();
        assertThat(snapshot.connected()).isZero();
        assertThat(snapshot.inTurn()).isZero();
        assertThat(snapshot.waitingTurns()).isZero();
    }
}
