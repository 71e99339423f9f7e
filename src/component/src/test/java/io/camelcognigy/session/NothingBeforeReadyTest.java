package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import org.junit.jupiter.api.Test;

/** Rule 2: nothing is written before {@code endpoint-ready} of that very connection. */
class NothingBeforeReadyTest {

    private final Scene scene = new Scene();

    @Test
    void anInputWaitsForReadiness() {
        scene.submit();
        assertThat(scene.connection().sent).isEmpty();

        assertThat(scene.ready().sent).hasSize(1);
    }

    @Test
    void whatComesBeforeReadinessDoesNotOpenTheGate() {
        scene.submit();
        scene.connection().output("buffered by the server");
        scene.connection().finalPing();

        assertThat(scene.connection().sent).isEmpty();
    }

    @Test
    void readinessOfAnEarlierConnectionCountsForNothing() {
        Scripted first = scene.afterOneTurn();
        first.cut();
        scene.submit();
        scene.time.advance(Scene.BACKOFF);
        Scripted second = scene.connection();
        first.haunt();

        assertThat(second).isNotSameAs(first);
        assertThat(second.sent).isEmpty();
        assertThat(second.ready().sent).hasSize(1);
    }

    @Test
    void typingIsNeverKeptForLater() {
        scene.submit(input().session("s"));
        scene.agent.typing("s", TypingStatus.ON);
        scene.agent.typing("unknown", TypingStatus.ON);

        assertThat(scene.ready().sent).hasSize(1).noneMatch(json -> json.contains("typingStatus"));
        assertThat(scene.attempts()).isOne();
    }

    @Test
    void typingIsSentWhileConnectedAlsoAmidATurn() {
        Scripted connection = scene.afterOneTurn();
        scene.agent.typing("s", TypingStatus.ON);
        scene.submit();
        scene.agent.typing("s", TypingStatus.OFF);

        assertThat(connection.sent).hasSize(4);
        assertThat(connection.sent.get(1)).contains("typingOn");
        assertThat(connection.sent.get(3)).contains("typingOff");
    }
}
