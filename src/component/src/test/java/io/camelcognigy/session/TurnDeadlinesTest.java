package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session has one timer for all its turns, and each turn fails at its own deadline all the same. */
class TurnDeadlinesTest {

    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Duration HALF = Scene.TURN.dividedBy(2);

    private final Scene scene = new Scene();

    @Test
    void turnsThatEndInTimeSetNoTimerOfTheirOwn() {
        Scripted connection = scene.afterOneTurn();
        for (int i = 0; i < 1_000; i++) {
            RecordingCallback turn = scene.submit();
            connection.finalPing();
            turn.result();
        }

        assertThat(scene.time.everArmed(Scene.TURN)).isOne();
    }

    @Test
    void aTurnHasItsWholeTimeAlthoughTheTimerWasSetForOneBeforeIt() {
        scene.afterOneTurn();
        scene.time.advance(HALF);
        RecordingCallback turn = scene.submit();

        assertFailsAfter(Scene.TURN, turn);
    }

    @Test
    void aTurnWithLessTimeThanTheOneBeforeItFailsAtItsOwnDeadline() {
        RecordingCallback patient = scene.submit();
        scene.ready();
        RecordingCallback hasty = scene.submit(input().timeout(HALF));

        assertFailsAfter(HALF, hasty);
        assertThat(patient.told()).isFalse();

        scene.time.advance(HALF);
        assertThat(patient.failure()).isInstanceOf(TurnTimeoutException.class);
    }

    @Test
    void turnsThatAreDueAtOnceAllFail() {
        RecordingCallback open = scene.submit();
        RecordingCallback second = scene.submit();
        RecordingCallback third = scene.submit();
        scene.ready();
        scene.time.advance(Scene.TURN);

        assertThat(open.failure().inDoubt()).isTrue();
        assertThat(second.failure().inDoubt()).isFalse();
        assertThat(third.failure().inDoubt()).isFalse();
    }

    @Test
    void aSessionWithoutTurnsHasNoTimerOnceTheLastDeadlineIsOver() {
        scene.afterOneTurn();
        int others = scene.time.armed() - 1;
        scene.time.advance(Scene.TURN);

        assertThat(scene.time.armed()).isEqualTo(others);
    }

    /** Not a moment sooner, and not a moment later. */
    private void assertFailsAfter(Duration time, RecordingCallback turn) {
        scene.time.advance(time.minus(MOMENT));
        assertThat(turn.told()).isFalse();
        scene.time.advance(MOMENT);
        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
    }
}
