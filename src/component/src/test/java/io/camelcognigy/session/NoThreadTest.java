package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.session.ScriptedConnector.TestAck;
import org.junit.jupiter.api.Test;

/** Where no thread can be started for a route, what hangs on it ends at once, and nothing after it is held up. */
class NoThreadTest {

    private final Scene scene = new Scene();
    private final RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));

    @Test
    void aTurnWhoseOutputCouldNotBeRoutedFailsWhenItIsOver() {
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        scene.routes.noThreads(true);
        connection.output("1");
        connection.finalPing();

        assertThat(turn.failure()).isInstanceOf(OutputNotRoutedException.class);
        assertThat(turn.failure().outcome()).isEqualTo(Outcome.IN_DOUBT);
    }

    @Test
    void aCallerIsToldAllTheSame() {
        RecordingCallback turn = scene.submit(input().inOut());
        scene.ready();
        scene.routes.noThreads(true);
        scene.time.advance(Scene.TURN);

        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
    }

    @Test
    void theNextOutputGoesOutOnceThereAreThreads() {
        Scripted connection = scene.afterOneTurn();
        scene.routes.noThreads(true);
        TestAck lost = connection.output("1");
        scene.routes.noThreads(false);
        TestAck routed = connection.output("2");

        assertThat(lost.acknowledged()).isFalse();
        assertThat(routed.acknowledged()).isTrue();
        assertThat(consumer.texts()).containsExactly("2");
    }

    @Test
    void anErrorInTheHandOverItselfHoldsUpNoLaterOutput() {
        Scripted connection = scene.afterOneTurn();
        consumer.throwing(new OutOfMemoryError("planted by the test"));
        connection.output("1");
        consumer.throwing(null);
        TestAck routed = connection.output("2");

        assertThat(routed.acknowledged()).isTrue();
    }
}
