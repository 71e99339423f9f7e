package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What ends a turn: the final ping, or for endpoints that send none, the first output or silence. */
class TurnEndTest {

    private static final Duration ALMOST = Scene.SILENCE.minusNanos(1);

    private final Scene scene = new Scene();

    @Test
    void theFirstOutputEndsATurnIfAsked() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit(input().inOut().endsBy(TurnEnd.FIRST_OUTPUT));
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");

        assertThat(turn.texts()).containsExactly("1");
        assertThat(turn.result().finalPing()).isNull();
        assertThat(consumer.texts()).containsExactly("2");
        assertThat(consumer.last().unsolicited()).isTrue();
    }

    @Test
    void afterTheFirstOutputALateFinalPingDoesNotEndTheNextTurn() {
        scene.submit(input().endsBy(TurnEnd.FIRST_OUTPUT));
        Scripted connection = scene.ready();
        connection.output("1");
        RecordingCallback next = scene.submit(input().inOut().endsBy(TurnEnd.FIRST_OUTPUT));
        connection.finalPing();
        assertThat(next.told()).isFalse();

        connection.output("2");
        assertThat(next.texts()).containsExactly("2");
    }

    @Test
    void silenceEndsATurnIfAsked() {
        RecordingCallback turn = scene.submit(input().inOut().endsBy(TurnEnd.SILENCE));
        Scripted connection = scene.ready();
        connection.output("1");
        scene.time.advance(ALMOST);
        connection.output("2");
        scene.time.advance(ALMOST);
        assertThat(turn.told()).isFalse();

        scene.time.advance(Duration.ofNanos(1));
        assertThat(turn.texts()).containsExactly("1", "2");
        assertThat(connection.closeCalls).isZero();
    }

    @Test
    void silenceBeforeTheFirstOutputIsTheBotThinking() {
        RecordingCallback turn = scene.submit(input().endsBy(TurnEnd.SILENCE));
        scene.ready();
        scene.time.advance(Scene.SILENCE.multipliedBy(2));

        assertThat(turn.told()).isFalse();
    }

    @Test
    void aSilenceTimerThatFiresLateDoesNotEndATurnThatJustSpoke() {
        RecordingCallback turn = scene.submit(input().inOut().endsBy(TurnEnd.SILENCE));
        Scripted connection = scene.ready();
        connection.output("1");
        scene.time.advance(ALMOST);
        connection.output("2");
        scene.time.fireLate(Scene.SILENCE);

        assertThat(turn.told()).isFalse();
    }

    @Test
    void theSilenceOfOneTurnDoesNotEndTheNext() {
        RecordingCallback first = scene.submit(input().endsBy(TurnEnd.SILENCE));
        Scripted connection = scene.ready();
        connection.output("1");
        connection.event(ScriptedConnector.error("E"));
        assertThat(first.told()).isTrue();
        connection.finalPing();
        RecordingCallback next = scene.submit(input().endsBy(TurnEnd.SILENCE));
        scene.time.advance(Scene.SILENCE);
        scene.time.fireLate(Scene.SILENCE);

        assertThat(next.told()).isFalse();
    }

    @Test
    void withoutAnyOutputTheTimeoutEndsIt() {
        RecordingCallback turn = scene.submit(input().endsBy(TurnEnd.FIRST_OUTPUT));
        scene.ready();
        scene.time.advance(Scene.TURN);

        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
    }

    @Test
    void noTimerOfASilenceIsLeftWhenTheTurnIsOver() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        scene.submit(input().endsBy(TurnEnd.SILENCE));
        scene.ready().output("1");
        scene.time.advance(Scene.SILENCE);

        assertThat(scene.time.isArmed(Scene.SILENCE)).isFalse();
    }
}
