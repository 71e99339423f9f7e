package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * {@code completion=turn}: the caller is told when the turn is over and each of its outputs was routed to the end;
 * {@code completion=sent}: when the input was written. InOut: the outputs are the result.
 */
class CompletionTest {

    private final Scene scene = new Scene();

    @Test
    void aTurnCompletesOnlyWhenAllItsOutputsAreRouted() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");
        connection.finalPing();
        consumer.pass();
        assertThat(turn.told()).isFalse();

        consumer.pass();
        assertThat(turn.result().finalPing()).isEqualTo("regular");
        assertThat(turn.result().outputs()).isEmpty();
    }

    @Test
    void allConsumersMustBeDone() {
        RecordingSubscriber one =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingSubscriber two =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        two.pass();
        assertThat(turn.told()).isFalse();

        one.pass();
        turn.result();
    }

    @Test
    void theThreadThatRoutedTheLastOutputTellsTheCallerItself() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        scene.routes.hold();
        int before = scene.routes.handedOver();
        connection.output("1");
        connection.finalPing();
        scene.routes.release();

        turn.result();
        assertThat(scene.routes.handedOver() - before).isOne();
    }

    @Test
    void aRouteThreadOfAnotherRoadOnWhichTheLastOutputsRouteEndsTellsTheCallerItself() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        scene.routes.hold();
        int before = scene.routes.handedOver();

        new RouteThreads(Runnable::run, scene.time).execute(consumer::pass);

        turn.result();
        assertThat(scene.routes.handedOver()).isEqualTo(before);
    }

    @Test
    void aCallerIsToldOnARouteThreadAlsoWhereARouteEndsElsewhere() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        scene.routes.hold();
        consumer.pass();
        assertThat(turn.told()).isFalse();

        scene.routes.release();
        turn.result();
    }

    @Test
    void routingThatEndsBeforeTheFinalPingDoesNotCompleteTheTurn() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        assertThat(turn.told()).isFalse();

        connection.finalPing();
        turn.result();
    }

    @Test
    void theNextInputDoesNotWaitForTheRoutingOfTheTurnBefore() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        scene.submit();
        RecordingCallback next = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();

        assertThat(connection.sent).hasSize(2);
        connection.finalPing();
        next.result();
        assertThat(consumer.atGate()).isOne();
    }

    @Test
    void aTurnWithoutOutputsIsFine() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit();
        scene.ready().finalPing();

        turn.result();
    }

    @Test
    void aConsumerThatFailsFailsTheTurn() {
        IllegalStateException cause = new IllegalStateException("planted by the test");
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).failing(cause));
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        assertThat(turn.told()).isFalse();
        connection.finalPing();

        assertThat(turn.failure()).isInstanceOf(OutputNotRoutedException.class).hasCause(cause);
        assertThat(turn.failure().inDoubt()).isTrue();
    }

    @Test
    void oneFailureOfSeveralConsumersIsEnoughAndTheOthersStillGetTheOutput() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).throwing(new IllegalStateException("planted")));
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).throwing(new NoClassDefFoundError("planted")));
        RecordingSubscriber sound = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");
        connection.finalPing();

        assertThat(turn.failure()).isInstanceOf(OutputNotRoutedException.class);
        assertThat(sound.texts()).containsExactly("1", "2");
    }

    @Test
    void outputsThatNobodyConsumesFailTheTurn() {
        scene.consumer(RecordingSubscriber.of(EventKind.FINAL_PING));
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();

        assertThat(turn.failure())
                .isInstanceOf(OutputNotRoutedException.class)
                .hasMessageContaining("no route consumes")
                .hasMessageContaining("cognigy:support");
    }

    @Test
    void aConsumerThatHangsEndsTheTurnByItsTimeout() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        scene.time.advance(Scene.TURN);

        assertThat(turn.failure())
                .isInstanceOf(OutputNotRoutedException.class)
                .hasMessageContaining("turnTimeout=60000ms");
        scene.submit();
        assertThat(connection.sent)
                .as("the bot was done: the session is in step")
                .hasSize(2);
        consumer.pass();
    }

    @Test
    void onlyOutputsHoldATurnOpen() {
        RecordingSubscriber watcher =
                scene.consumer(RecordingSubscriber.of(EventKind.FINAL_PING, EventKind.TYPING_STATUS)
                        .gated());
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        connection.event(new ServerEvent.Typing(TypingStatus.ON));
        connection.finalPing();

        turn.result();
        assertThat(watcher.atGate()).isOne();
    }

    @Test
    void aFailingConsumerOfOtherEventsFailsNoTurn() {
        scene.consumer(RecordingSubscriber.of(EventKind.FINAL_PING, EventKind.TYPING_STATUS)
                .failing(new IllegalStateException("planted by the test")));
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        connection.event(new ServerEvent.Typing(TypingStatus.ON));
        connection.finalPing();

        turn.result();
    }

    @Test
    void toldWhenSentMeansToldWhenWritten() {
        RecordingCallback turn = scene.submit(input().toldWhenSent());
        assertThat(turn.told()).isFalse();
        Scripted connection = scene.ready();

        assertThat(connection.sent).hasSize(1);
        assertThat(turn.result().finalPing()).isNull();
    }

    @Test
    void whatHappensAfterSentIsNotToldAgain() {
        scene.submit(input().toldWhenSent());
        RecordingCallback lost = scene.submit(input().toldWhenSent());
        Scripted connection = scene.ready();
        connection.output("nobody takes it");
        connection.finalPing();
        connection.cut();
        scene.time.advance(Scene.TURN);

        lost.result();
    }

    @Test
    void aTurnThatIsSentStillHoldsTheNextOneBack() {
        scene.submit(input().toldWhenSent());
        scene.submit();
        Scripted connection = scene.ready();
        assertThat(connection.sent).hasSize(1);

        connection.finalPing();
        assertThat(connection.sent).hasSize(2);
    }

    @Test
    void aTurnThatCouldNotBeSentFailsAlsoWithCompletionSent() {
        RecordingCallback turn = scene.submit(input().toldWhenSent().timeout(Duration.ofSeconds(1)));
        scene.time.advance(Duration.ofSeconds(1));

        assertThat(turn.failure()).isInstanceOf(TurnTimeoutException.class);
    }

    @Test
    void inOutCollectsTheOutputsInOrderAndConsumersDoNotGetThem() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.ofAll());
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");
        connection.output("3");
        connection.event(new ServerEvent.FinalPing("cognigyStopFlow"));

        assertThat(turn.texts()).containsExactly("1", "2", "3");
        assertThat(turn.result().finalPing()).isEqualTo("cognigyStopFlow");
        assertThat(consumer.texts()).isEmpty();
        assertThat(consumer.kinds())
                .containsExactly(EventKind.CONNECTED, EventKind.SESSION_OPENED, EventKind.FINAL_PING);
    }

    @Test
    void outputsOutsideTheTurnAreNotCollected() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        Scripted connection = scene.afterOneTurn();
        connection.output("before");
        RecordingCallback turn = scene.submit(input().inOut());
        connection.output("within");
        connection.finalPing();
        connection.output("after");

        assertThat(turn.texts()).containsExactly("within");
        assertThat(consumer.texts()).containsExactly("before", "after");
    }

    @Test
    void routesNeverRunOnTheThreadOfTheTransport() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit();
        scene.routes.hold();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        assertThat(consumer.events).isEmpty();
        assertThat(turn.told()).isFalse();

        scene.routes.release();
        assertThat(consumer.events).hasSize(1);
        turn.result();
    }

    @Test
    void aRouteExecutorThatRejectsFailsTheTurnAndTheCallerIsToldAllTheSame() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        scene.routes.reject();
        connection.output("1");
        connection.finalPing();

        assertThat(turn.failure()).isInstanceOf(OutputNotRoutedException.class);
    }
}
