package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rule 5, one session's part: reconnects without limit, exponentially, with full jitter under the cap; a fresh start
 * only after a stable period; one attempt in flight.
 */
class ReconnectTest {

    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(30);

    private final Scene scene = new Scene(o -> o.backoff = new Backoff(BASE, MAX));

    /** The wait until the next attempt, which is then in flight. */
    private Duration waitForNextAttempt() {
        int before = scene.attempts();
        Duration waited = Duration.ZERO;
        while (scene.attempts() == before) {
            Duration step = scene.time.untilNext();
            scene.time.advance(step);
            waited = waited.plus(step);
            assertThat(waited).as("waited without an attempt").isLessThan(Duration.ofHours(1));
        }
        return waited;
    }

    @Test
    void theWaitGrowsToTheCapAndStaysThere() {
        scene.random = 0.999_999;
        scene.afterOneTurn().cut();
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            seconds.add(Math.round(waitForNextAttempt().toNanos() / 1e9));
            scene.connection().lost(ScriptedConnector.unreachable());
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void jitterTakesAnyShareOfTheCeiling() {
        scene.random = 0.25;
        scene.afterOneTurn().cut();

        assertThat(waitForNextAttempt()).isEqualTo(BASE.dividedBy(4));
    }

    @Test
    void itNeverGivesUpOnASessionThatWasOnceConnected() {
        scene.afterOneTurn().cut();
        for (int i = 0; i < 70; i++) {
            waitForNextAttempt();
            scene.connection().lost(i % 2 == 0 ? ScriptedConnector.unreachable() : ScriptedConnector.refused());
        }
        assertThat(scene.attempts()).isEqualTo(71);
        assertThat(scene.agent.snapshot().sessions()).isOne();
    }

    @Test
    void aServerThatAcceptsAndDropsDoesNotResetTheBackoff() {
        scene.random = 0.5;
        scene.afterOneTurn().cut();
        assertThat(waitForNextAttempt()).isEqualTo(Duration.ofMillis(500));
        scene.ready().cut();
        assertThat(waitForNextAttempt()).isEqualTo(Duration.ofMillis(1_000));
        scene.ready();
        scene.time.advance(Scene.STABLE.minusNanos(1));
        scene.connection().cut();
        assertThat(waitForNextAttempt()).isEqualTo(Duration.ofMillis(2_000));
    }

    @Test
    void aConnectionThatHeldResetsTheBackoff() {
        scene.random = 0.5;
        scene.afterOneTurn().cut();
        waitForNextAttempt();
        scene.connection().lost(ScriptedConnector.unreachable());
        waitForNextAttempt();
        scene.ready();
        scene.time.advance(Scene.STABLE);
        scene.connection().cut();

        assertThat(waitForNextAttempt()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void oneAttemptIsInFlightAndNoMore() {
        scene.submit();
        scene.time.advance(Duration.ofSeconds(59));
        scene.submit();
        scene.submit();

        assertThat(scene.attempts()).isOne();
        scene.connection().lost(ScriptedConnector.unreachable());
        scene.connection().cut();
        scene.submit();
        assertThat(scene.attempts()).isOne();
        waitForNextAttempt();
        assertThat(scene.attempts()).isEqualTo(2);
    }

    @Test
    void anAttemptThatFailsBeforeOpenReturnsIsAnAttemptLikeAnyOther() {
        scene.connector.failsAtOnce = ScriptedConnector.unreachable();
        RecordingCallback turn = scene.submit();
        assertThat(scene.agent.snapshot().connectFailure().reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        scene.connector.failsAtOnce = null;
        waitForNextAttempt();
        scene.ready().finalPing();

        turn.result();
    }

    @Test
    void anAttemptThatThrowsIsAnAttemptLikeAnyOther() {
        scene.connector.throwing = new IllegalStateException("planted by the test");
        RecordingCallback turn = scene.submit();
        assertThat(scene.agent.snapshot().connectFailure().reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        scene.connector.throwing = null;
        waitForNextAttempt();
        scene.ready().finalPing();

        turn.result();
    }

    @Test
    void aSessionThatWasCutOffReconnectsThoughNobodyWaits() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.CONNECTED, EventKind.DISCONNECTED));
        Scripted first = scene.afterOneTurn();
        first.cut();
        waitForNextAttempt();
        scene.ready();

        assertThat(consumer.kinds()).containsExactly(EventKind.CONNECTED, EventKind.DISCONNECTED, EventKind.CONNECTED);
        assertThat(consumer.events.get(1).loss().reason()).isEqualTo(Loss.Reason.TRANSPORT_CLOSED);
    }

    @Test
    void aFailedAttemptIsNoLossOfAConnectionToConsumers() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.DISCONNECTED));
        scene.submit();
        scene.connection().lost(ScriptedConnector.unreachable());

        assertThat(consumer.events).isEmpty();
    }
}
