package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.StreamMode;
import io.camelcognigy.content.Wire;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.session.ScriptedConnector.TestAck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streamed answers reach consumers and callers as {@code stream} says; each piece is acknowledged when it comes. */
class StreamTest {

    private final Scene scene = new Scene();
    private final RecordingSubscriber consumer =
            scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT, EventKind.FINAL_PING, EventKind.SILENCE));

    private RecordingCallback ask(StreamMode mode) {
        return scene.submit(input().streams(mode));
    }

    private static TestAck say(Scripted connection, Message message) {
        return connection.event(new ServerEvent.Output(message));
    }

    @Test
    void anAnswerIsOneOutputAndItsPiecesAreAcknowledgedAtOnce() {
        RecordingCallback turn = ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        assertThat(say(connection, Wire.piece("m", "One ")).acknowledged()).isTrue();
        assertThat(say(connection, Wire.card("Look")).acknowledged()).isTrue();
        assertThat(consumer.events).isEmpty();
        say(connection, Wire.last("m", "two"));
        connection.finalPing();

        assertThat(consumer.texts()).containsExactly("One two", null);
        assertThat(consumer.kinds()).containsExactly(EventKind.OUTPUT, EventKind.OUTPUT, EventKind.FINAL_PING);
        assertThat(consumer.events).extracting(SessionEvent::part).containsExactly(1, 2, 2);
        turn.result();
    }

    @Test
    void anAnswerWithoutAnEndEndsWithItsTurnBeforeThePing() {
        ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One "));
        say(connection, Wire.piece("m", "two"));
        connection.finalPing();

        assertThat(consumer.texts()).containsExactly("One two");
        assertThat(consumer.kinds()).containsExactly(EventKind.OUTPUT, EventKind.FINAL_PING);
        assertThat(consumer.events.get(0).last()).isTrue();
    }

    @Test
    void theTurnIsOverOnlyWhenTheJoinedAnswerIsRouted() {
        consumer.gated();
        RecordingCallback turn = ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One"));
        connection.finalPing();
        assertThat(turn.told()).isFalse();

        consumer.open();
        turn.result();
    }

    @Test
    void whatWasSaidBeforeALossGoesOut() {
        RecordingCallback turn = ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One"));
        connection.cut();

        assertThat(consumer.texts()).containsExactly("One");
        assertThat(turn.failure()).isInstanceOf(TurnInDoubtException.class);
    }

    @Test
    void whatWasSaidBeforeATimeoutGoesOutAndTheNextTurnBeginsAfresh() {
        ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One"));
        scene.time.advance(Scene.TURN);

        assertThat(consumer.texts()).containsExactly("One");
    }

    @Test
    void anErrorComesBehindWhatWasSaid() {
        ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One"));
        connection.event(new ServerEvent.ErrorOutput(new ServerEvent.EndpointError("no", "E", java.util.Map.of())));

        assertThat(consumer.texts()).containsExactly("One");
    }

    @Test
    void piecesComeAsTheyAre() {
        ask(StreamMode.PIECES);
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One "));
        assertThat(consumer.texts()).containsExactly("One ");
        say(connection, Wire.mark("m"));

        assertThat(consumer.texts()).containsExactly("One ", "");
        assertThat(consumer.events).extracting(SessionEvent::part).containsExactly(1, 2);
    }

    @Test
    void aTurnIsOneOutputWhichIsTheLast() {
        ask(StreamMode.TURN);
        Scripted connection = scene.ready();
        say(connection, Wire.text("Hi"));
        say(connection, Wire.piece("m", "One"));
        connection.finalPing();

        assertThat(consumer.texts()).containsExactly("Hi\n\nOne");
        assertThat(consumer.events.get(0).last()).isTrue();
    }

    @Test
    void aCallerGetsJoinedAnswersToo() {
        RecordingCallback turn = scene.submit(input().inOut().streams(StreamMode.ANSWER));
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One "));
        say(connection, Wire.last("m", "two"));
        connection.finalPing();

        assertThat(turn.result().outputs()).extracting(Message::text).isEqualTo(List.of("One two"));
    }

    @Test
    void theFirstOutputThatEndsATurnIsAWholeAnswer() {
        RecordingCallback turn = scene.submit(input().streams(StreamMode.ANSWER).endsBy(TurnEnd.FIRST_OUTPUT));
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One "));
        assertThat(turn.told()).isFalse();
        say(connection, Wire.last("m", "two"));

        turn.result();
        assertThat(consumer.texts()).containsExactly("One two");
    }

    @Test
    void whatIsHeldWhenSilenceEndsATurnGoesOut() {
        RecordingCallback turn = scene.submit(input().streams(StreamMode.TURN).endsBy(TurnEnd.SILENCE));
        Scripted connection = scene.ready();
        say(connection, Wire.piece("m", "One "));
        say(connection, Wire.last("m", "two"));
        assertThat(consumer.events).isEmpty();
        scene.time.advance(Scene.SILENCE);

        turn.result();
        assertThat(consumer.texts()).containsExactly("One two");
    }

    @Test
    void aTurnInWhichTheBotSaysNothingIsToldOf() {
        consumer.gated();
        RecordingCallback turn = ask(StreamMode.ANSWER);
        Scripted connection = scene.ready();
        say(connection, Wire.mark("m"));
        connection.finalPing();

        assertThat(turn.told()).isFalse();
        consumer.open();
        assertThat(consumer.kinds()).containsExactly(EventKind.FINAL_PING, EventKind.SILENCE);
        assertThat(consumer.last().part()).isZero();
        turn.result();
    }
}
