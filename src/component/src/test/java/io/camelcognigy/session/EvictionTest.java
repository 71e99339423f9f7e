package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session without input and output for {@code sessionIdleTimeout} is closed and forgotten; a turn is never lost by it. */
class EvictionTest {

    /** Idleness is looked at four times per timeout. */
    private static final Duration SWEEP = Scene.IDLE.dividedBy(4);

    private final Scene scene = new Scene();

    @Test
    void anIdleSessionIsClosedAndForgotten() {
        Scripted connection = scene.afterOneTurn();
        scene.time.advance(Scene.IDLE.minusNanos(1));
        assertThat(connection.closeCalls).isZero();

        scene.time.advance(SWEEP);
        assertThat(connection.closeCalls).isOne();
        assertThat(scene.agent.snapshot().sessions()).isZero();
    }

    @Test
    void consumersHearThatItsConnectionEnded() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.CONNECTED, EventKind.DISCONNECTED));
        scene.afterOneTurn();
        scene.time.advance(Scene.IDLE.plus(SWEEP));

        assertThat(consumer.kinds()).containsExactly(EventKind.CONNECTED, EventKind.DISCONNECTED);
        assertThat(consumer.last().loss().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
    }

    @Test
    void anOutputKeepsASessionAlive() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        Scripted connection = scene.afterOneTurn();
        scene.time.advance(Scene.IDLE.minus(SWEEP));
        connection.output("notify");
        scene.time.advance(Scene.IDLE.minus(SWEEP));
        assertThat(connection.closeCalls).isZero();

        scene.time.advance(SWEEP.multipliedBy(2));
        assertThat(connection.closeCalls).isOne();
    }

    @Test
    void aTurnInFlightKeepsASessionAlive() {
        RecordingCallback turn = scene.submit(Scene.input().timeout(Scene.IDLE.multipliedBy(3)));
        Scripted connection = scene.ready();
        scene.time.advance(Scene.IDLE.multipliedBy(2));
        assertThat(connection.closeCalls).isZero();

        connection.finalPing();
        turn.result();
    }

    @Test
    void anOutputOnItsWayKeepsASessionAlive() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        Scripted connection = scene.afterOneTurn();
        ScriptedConnector.TestAck ack = connection.output("notify");
        scene.time.advance(Scene.IDLE.multipliedBy(2));
        assertThat(connection.closeCalls).isZero();

        consumer.pass();
        assertThat(ack.acknowledged()).isTrue();
    }

    @Test
    void aSessionThatOnlyReconnectsIsForgottenToo() {
        scene.afterOneTurn().cut();
        scene.connector.failsAtOnce = ScriptedConnector.unreachable();
        scene.time.advance(Scene.IDLE.plus(SWEEP));
        assertThat(scene.agent.snapshot().sessions()).isZero();

        int attempts = scene.attempts();
        scene.time.advance(Duration.ofHours(1));
        assertThat(scene.attempts()).isEqualTo(attempts);
    }

    @Test
    void theNextInputOpensANewSession() {
        Scripted first = scene.afterOneTurn();
        scene.time.advance(Scene.IDLE.plus(SWEEP));
        RecordingCallback turn = scene.submit();
        Scripted second = scene.ready();
        second.finalPing();

        turn.result();
        assertThat(second).isNotSameAs(first);
    }

    @Test
    void anInputThatCrossesTheEvictionGoesToTheNewSession() {
        Scene idle = new Scene();
        RecordingCallback crossing = new RecordingCallback();
        Scripted first = idle.afterOneTurn();
        Session evicted = new Session(Scene.input().build().ids(), idle.agent);
        idle.time.advance(Scene.IDLE.plus(SWEEP));
        evicted.checkIdle();
        assertThat(evicted.state()).isEqualTo(SessionState.CLOSED);

        // It had found the session just before that was closed.
        Turn turn = turn(idle, crossing);
        evicted.submit(turn);
        idle.ready().finalPing();

        crossing.result();
        assertThat(idle.connection()).isNotSameAs(first);
    }

    private static Turn turn(Scene scene, TurnCallback callback) {
        TurnRequest request = Scene.input().build();
        return new Turn(
                "t-1",
                request,
                new EncodedEvent("processInput", "[\"processInput\",{}]", 19),
                scene.time.nanoTime() + request.handling().timeout().toNanos(),
                callback);
    }
}
