package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import org.junit.jupiter.api.Test;

/** Rule 1: one turn in flight per session, because nothing on the wire says which input an answer belongs to. */
class OneTurnAtATimeTest {

    private final Scene scene = new Scene();

    @Test
    void theSecondInputIsWrittenOnlyWhenTheFirstTurnIsOver() {
        RecordingCallback first = scene.submit(input().text("one"));
        RecordingCallback second = scene.submit(input().text("two"));
        Scripted connection = scene.ready();
        assertThat(connection.sent).hasSize(1).first().asString().contains("one");

        connection.finalPing();

        assertThat(first.told()).isTrue();
        assertThat(second.told()).isFalse();
        assertThat(connection.sent).hasSize(2).last().asString().contains("two");
    }

    @Test
    void waitingTurnsGoInTheOrderTheyCame() {
        for (int i = 0; i < 5; i++) {
            scene.submit(input().text("input-" + i));
        }
        Scripted connection = scene.ready();
        for (int i = 0; i < 5; i++) {
            assertThat(connection.sent).hasSize(i + 1);
            assertThat(connection.sent.get(i)).contains("input-" + i);
            connection.finalPing();
        }
        assertThat(connection.sent).hasSize(5);
    }

    @Test
    void aSessionHasOneConnectionForAllItsTurns() {
        scene.afterOneTurn();
        scene.submit();
        scene.connection().finalPing();
        scene.submit();

        assertThat(scene.attempts()).isOne();
        assertThat(scene.connection().sent).hasSize(3);
    }

    @Test
    void anotherSessionDoesNotWait() {
        scene.submit(input().session("a"));
        scene.ready();
        scene.submit(input().session("b"));
        Scripted b = scene.ready();

        assertThat(scene.attempts()).isEqualTo(2);
        assertThat(b.sent).hasSize(1);
    }

    @Test
    void aTurnSubmittedFromTheCallbackOfTheOneBeforeIsWrittenAfterIt() {
        Scripted[] connection = new Scripted[1];
        RecordingCallback second = new RecordingCallback();
        scene.agent.submit(input().text("one").build(), new TurnCallback() {
            @Override
            public void completed(TurnResult result) {
                scene.agent.submit(input().text("two").build(), second);
            }

            @Override
            public void failed(TurnException failure) {
                throw new AssertionError(failure);
            }
        });
        connection[0] = scene.ready();
        connection[0].finalPing();

        assertThat(connection[0].sent).hasSize(2);
        connection[0].finalPing();
        assertThat(second.told()).isTrue();
    }
}
