package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.Loss;
import org.junit.jupiter.api.Test;

/** An Endpoint that answers and says no, several times in a row, fails the turns that wait: the token or URL is wrong. */
class RefusalTest {

    private final Scene scene = new Scene(o -> o.backoff = new Backoff(Scene.BACKOFF, Scene.BACKOFF));

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            scene.connection().lost(ScriptedConnector.refused());
            scene.time.advance(Scene.BACKOFF);
        }
    }

    @Test
    void threeRefusalsInARowFailTheWaitingTurns() {
        RecordingCallback first = scene.submit();
        RecordingCallback second = scene.submit();
        refuse(2);
        assertThat(first.told()).isFalse();
        refuse(1);

        assertThat(first.failure()).isInstanceOf(ConnectFailedException.class);
        assertThat(second.failure()).isInstanceOf(ConnectFailedException.class);
        assertThat(first.failure().inDoubt()).isFalse();
        assertThat(first.failure()).hasMessageContaining("Endpoint URL").hasMessageContaining("REFUSED by SERVER");
    }

    @Test
    void aSessionThatWasNeverReachedIsForgottenThen() {
        scene.submit();
        refuse(3);

        assertThat(scene.agent.snapshot().sessions()).isZero();
        assertThat(scene.attempts()).isEqualTo(3);
        assertThat(scene.agent.snapshot().connectFailure().reason()).isEqualTo(Loss.Reason.REFUSED);
    }

    @Test
    void theNextInputTriesAgain() {
        scene.submit();
        refuse(3);
        RecordingCallback next = scene.submit();
        scene.ready().finalPing();

        next.result();
        assertThat(scene.agent.snapshot().connectFailure()).isNull();
    }

    @Test
    void anotherKindOfFailureInBetweenStartsTheCountAgain() {
        RecordingCallback turn = scene.submit();
        refuse(2);
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.time.advance(Scene.BACKOFF);
        refuse(2);

        assertThat(turn.told()).isFalse();
    }

    @Test
    void aReadinessInBetweenStartsTheCountAgain() {
        scene.submit();
        refuse(2);
        scene.ready().cut();
        RecordingCallback turn = scene.submit();
        scene.time.advance(Scene.BACKOFF);
        refuse(2);

        assertThat(turn.told()).isFalse();
    }

    @Test
    void aSessionThatWasOnceConnectedStaysAndKeepsTrying() {
        scene.afterOneTurn().cut();
        RecordingCallback turn = scene.submit();
        scene.time.advance(Scene.BACKOFF);
        refuse(3);

        assertThat(turn.failure()).isInstanceOf(ConnectFailedException.class);
        assertThat(scene.agent.snapshot().sessions()).isOne();
        int before = scene.attempts();
        refuse(2);
        assertThat(scene.attempts()).isEqualTo(before + 2);
    }

    @Test
    void anEndpointThatIsNeverReadyCountsAsARefusal() {
        RecordingCallback turn = scene.submit();
        for (int i = 0; i < 3; i++) {
            scene.connection()
                    .lost(new Loss(Loss.Source.CLIENT, Loss.Reason.NOT_READY, false, "no endpoint-ready", null));
            scene.time.advance(Scene.BACKOFF);
        }
        assertThat(turn.failure()).isInstanceOf(ConnectFailedException.class);
    }
}
