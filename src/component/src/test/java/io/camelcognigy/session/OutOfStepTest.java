package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Rule 4: after a turn timeout a late final ping cannot end the next turn. The session is out of step until that ping
 * comes or the connection is a fresh one; after an error of the Endpoint the connection is kept.
 */
class OutOfStepTest {

    private final Scene scene = new Scene();

    private Scripted afterTimeout() {
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        scene.time.advance(Scene.TURN);
        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
        assertThat(turn.failure().inDoubt()).isTrue();
        return connection;
    }

    private Scripted afterError(ServerEvent error) {
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.event(error);
        assertThat(turn.failure()).isInstanceOf(EndpointErrorException.class);
        assertThat(turn.failure().inDoubt()).isTrue();
        return connection;
    }

    @Test
    void aLateFinalPingEndsTheWaitAndNotTheNextTurn() {
        Scripted connection = afterTimeout();
        RecordingCallback next = scene.submit();
        assertThat(connection.sent).hasSize(1);

        connection.finalPing();
        assertThat(connection.sent).hasSize(2);
        assertThat(next.told()).isFalse();

        connection.finalPing();
        assertThat(next.result().finalPing()).isEqualTo("regular");
    }

    @Test
    void withoutThePingTheNextTurnGetsAFreshConnection() {
        Scripted stale = afterTimeout();
        RecordingCallback next = scene.submit();
        scene.time.advance(Scene.RESYNC);

        assertThat(stale.closeCalls).isOne();
        Scripted fresh = scene.ready();
        assertThat(fresh).isNotSameAs(stale);
        stale.haunt();
        assertThat(next.told()).isFalse();
        assertThat(fresh.sent).hasSize(1);
        fresh.finalPing();
        next.result();
    }

    @Test
    void aFreshConnectionDoesNotWaitForABackoff() {
        afterTimeout();
        scene.submit();
        scene.time.advance(Scene.RESYNC);

        assertThat(scene.attempts()).isEqualTo(2);
    }

    @Test
    void theLatePingHasTimeUntilSomebodyWaitsForIt() {
        Scripted connection = afterTimeout();
        scene.time.advance(Scene.RESYNC.multipliedBy(3));
        assertThat(scene.attempts()).isOne();
        connection.finalPing();
        scene.submit();

        assertThat(connection.sent).hasSize(2);
    }

    @Test
    void whoComesLongAfterTheTimeoutGetsAFreshConnectionAtOnce() {
        afterTimeout();
        scene.time.advance(Scene.RESYNC.multipliedBy(3));
        scene.submit();
        scene.time.advance(Duration.ZERO);

        assertThat(scene.attempts()).isEqualTo(2);
    }

    @Test
    void moreWaitingTurnsDoNotPutTheFreshConnectionOff() {
        afterTimeout();
        for (int i = 0; i < 5; i++) {
            scene.submit();
            scene.time.advance(Scene.RESYNC.dividedBy(5));
        }
        assertThat(scene.attempts()).isEqualTo(2);
    }

    @Test
    void outputsThatComeLateAreUnsolicited() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        Scripted connection = afterTimeout();
        scene.submit();
        connection.output("late");

        assertThat(consumer.texts()).containsExactly("late");
        assertThat(consumer.last().unsolicited()).isTrue();
    }

    @Test
    void afterAnErrorOutputTheConnectionIsKept() {
        Scripted connection = afterError(ScriptedConnector.error("E1"));
        RecordingCallback next = scene.submit();
        assertThat(connection.sent).hasSize(1);
        scene.time.advance(Scene.RESYNC);

        assertThat(scene.attempts()).isOne();
        assertThat(connection.closeCalls).isZero();
        assertThat(connection.sent).hasSize(2);
        connection.finalPing();
        next.result();
    }

    @Test
    void afterAnExceptionTheConnectionIsKept() {
        Scripted connection = afterError(ScriptedConnector.exception(null));
        scene.submit();
        scene.time.advance(Scene.RESYNC);

        assertThat(scene.attempts()).isOne();
        assertThat(connection.sent).hasSize(2);
    }

    @Test
    void thePingOfATurnThatFailedAtTheEndpointDoesNotEndTheNext() {
        Scripted connection = afterError(ScriptedConnector.error("E1"));
        RecordingCallback next = scene.submit();
        connection.finalPing();

        assertThat(connection.sent).hasSize(2);
        assertThat(next.told()).isFalse();
    }

    @Test
    void theErrorSaysItsCode() {
        RecordingCallback turn = scene.submit();
        scene.ready().event(ScriptedConnector.error("E1"));

        EndpointErrorException failure = (EndpointErrorException) turn.failure();
        assertThat(failure.endpointCode()).isEqualTo("E1");
        assertThat(failure).hasMessageContaining("E1");
    }

    @Test
    void aStrayFinalPingInStepChangesNothing() {
        Scripted connection = scene.afterOneTurn();
        connection.finalPing();
        RecordingCallback next = scene.submit();

        assertThat(connection.sent).hasSize(2);
        assertThat(next.told()).isFalse();
    }

    @Test
    void aLossWhileOutOfStepBringsTheSessionBackInStep() {
        Scripted connection = afterTimeout();
        RecordingCallback next = scene.submit();
        connection.cut();
        scene.time.advance(Scene.BACKOFF);
        Scripted fresh = scene.ready();

        assertThat(fresh.sent).hasSize(1);
        fresh.finalPing();
        next.result();
        scene.time.advance(Scene.RESYNC);
        assertThat(fresh.closeCalls).isZero();
    }

    @Test
    void theFreshConnectionOfAnEarlierTimeoutDoesNotHitALaterOne() {
        Scripted connection = afterTimeout();
        scene.submit();
        scene.time.advance(Scene.RESYNC.dividedBy(2));
        connection.finalPing();
        scene.time.advance(Scene.TURN.minus(Scene.RESYNC.dividedBy(2)));
        scene.submit();
        // The timer that was armed for the first timeout was on its way when it was cancelled.
        scene.time.fireLate(Scene.RESYNC);

        assertThat(scene.attempts()).isOne();
        scene.time.advance(Scene.RESYNC);
        assertThat(scene.attempts()).isEqualTo(2);
    }

    @Test
    void aTurnThatWaitsOutOfStepSaysWhyItTimedOut() {
        afterTimeout();
        RecordingCallback next = scene.submit(input().timeout(Duration.ofSeconds(1)));
        scene.time.advance(Duration.ofSeconds(1));

        assertThat(next.failure()).hasMessageContaining("without its final ping");
        assertThat(next.failure().inDoubt()).isFalse();
    }

    @Test
    void consumersHearOfTheFreshConnectionWithACause() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.CONNECTED, EventKind.DISCONNECTED));
        afterTimeout();
        scene.submit();
        scene.time.advance(Scene.RESYNC);

        assertThat(consumer.kinds()).containsExactly(EventKind.CONNECTED, EventKind.DISCONNECTED);
        assertThat(consumer.last().loss().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
        assertThat(consumer.last().loss().source()).isEqualTo(Loss.Source.CLIENT);
        scene.ready();
        assertThat(consumer.last().kind()).isEqualTo(EventKind.CONNECTED);
    }
}
