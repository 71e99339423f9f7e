package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Rule 3: a turn that was written and then cut off is in doubt and never sent again; one that was not written waits for
 * the next connection within its timeout.
 */
class InDoubtTest {

    private final Scene scene = new Scene();

    @Test
    void aWrittenTurnThatIsCutOffFailsAsInDoubt() {
        RecordingCallback turn = scene.submit();
        scene.ready().cut();

        assertThat(turn.failure()).isInstanceOf(TurnInDoubtException.class);
        assertThat(turn.failure().inDoubt()).isTrue();
        assertThat(turn.failure().code()).isEqualTo(FailureCode.IN_DOUBT);
        assertThat(turn.failure()).hasMessageContaining("TRANSPORT_CLOSED").hasMessageContaining("NETWORK");
    }

    @Test
    void aTurnInDoubtIsNeverSentAgain() {
        scene.submit(input().text("one"));
        scene.submit(input().text("two"));
        scene.ready().cut();
        scene.time.advance(Scene.BACKOFF);
        Scripted second = scene.ready();

        assertThat(second.sent).hasSize(1).first().asString().contains("two");
        second.finalPing();
        assertThat(second.sent).hasSize(1);
    }

    @Test
    void aCutAfterSomeOutputsIsInDoubtAllTheSame() {
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        connection.output("half an answer");
        connection.cut();

        assertThat(turn.failure()).isInstanceOf(TurnInDoubtException.class);
    }

    @Test
    void anUnwrittenTurnIsSentOnTheNextConnection() {
        RecordingCallback turn = scene.submit();
        scene.connection().lost(ScriptedConnector.unreachable());
        assertThat(turn.told()).isFalse();

        scene.time.advance(Scene.BACKOFF);
        Scripted second = scene.ready();
        assertThat(second.sent).hasSize(1);
        second.finalPing();
        turn.result();
    }

    @Test
    void anUnwrittenTurnFailsAfterItsTimeoutAndIsNotInDoubt() {
        RecordingCallback turn = scene.submit();
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.time.advance(Scene.BACKOFF);

        scene.time.advance(Scene.TURN.minus(Scene.BACKOFF).minusNanos(1));
        assertThat(turn.told()).isFalse();
        scene.time.advance(Duration.ofNanos(1));

        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
        assertThat(turn.failure().inDoubt()).isFalse();
        assertThat(turn.failure()).hasMessageContaining("turnTimeout=60000ms").hasMessageContaining("CONNECT_FAILED");
    }

    @Test
    void aTurnThatTimedOutWhileWaitingIsNotWrittenLater() {
        scene.submit(input().timeout(Duration.ofSeconds(1)));
        scene.time.advance(Duration.ofSeconds(1));

        assertThat(scene.ready().sent).isEmpty();
    }

    @Test
    void anInputWhoseTimeIsUpIsNotWrittenEvenIfItsTimerIsLate() {
        RecordingCallback turn = scene.submit(input().timeout(Duration.ofSeconds(1)));
        scene.time.stall(Duration.ofSeconds(2));
        Scripted connection = scene.ready();
        scene.time.advance(Duration.ZERO);

        assertThat(connection.sent).isEmpty();
        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
        assertThat(turn.failure().inDoubt()).isFalse();
    }

    @Test
    void theTimeoutRunsFromTheRequestAndNotFromTheWrite() {
        RecordingCallback turn = scene.submit(input().timeout(Duration.ofSeconds(10)));
        scene.time.advance(Duration.ofSeconds(6));
        scene.ready();
        scene.time.advance(Duration.ofSeconds(4));

        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
        assertThat(turn.failure().inDoubt()).isTrue();
    }

    @Test
    void aLossThatIsOverIsNoCauseOfALaterTimeout() {
        scene.submit();
        scene.connection()
                .lost(new Loss(Source.NETWORK, Reason.CONNECT_FAILED, false, "refused", new IOException("refused")));
        scene.time.advance(Scene.BACKOFF);
        scene.ready();
        RecordingCallback behind = scene.submit(input().timeout(Duration.ofSeconds(1)));
        scene.time.advance(Duration.ofSeconds(1));

        assertThat(behind.failure()).hasMessageContaining("still going on").hasNoCause();
    }

    @Test
    void aFailureCarriesTheCauseOfTheLoss() {
        IOException cause = new IOException("reset");
        RecordingCallback turn = scene.submit();
        scene.ready().lost(new Loss(Source.NETWORK, Reason.TRANSPORT_CLOSED, true, "reset", cause));

        assertThat(turn.failure()).hasCause(cause);
    }
}
