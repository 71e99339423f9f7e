package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.ProcessInput;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rule 7: every queue is bounded; over the bound a turn fails at once, and the error names the option to change. */
class BoundsTest {

    private static void assertBound(RecordingCallback turn, String option) {
        assertThat(turn.failure()).isInstanceOf(BoundExceededException.class).hasMessageContaining(option);
        assertThat(turn.failure().code()).isEqualTo(FailureCode.BOUND_EXCEEDED);
    }

    private static void assertTooLarge(RecordingCallback turn) {
        assertThat(turn.failure()).isInstanceOf(InvalidInputException.class).hasMessageContaining("maxPayload");
        assertThat(turn.failure().code()).isEqualTo(FailureCode.PAYLOAD_TOO_LARGE);
        assertThat(turn.failure().inDoubt()).isFalse();
    }

    @Test
    void turnsThatWaitInOneSession() {
        Scene scene = new Scene(o -> o.maxQueuedTurnsPerSession = 2);
        scene.submit();
        scene.ready();
        RecordingCallback second = scene.submit();
        RecordingCallback third = scene.submit();
        RecordingCallback fourth = scene.submit();

        assertBound(fourth, "maxQueuedTurnsPerSession=2");
        assertThat(fourth.failure().inDoubt()).isFalse();
        assertThat(second.told()).isFalse();
        assertThat(third.told()).isFalse();
        scene.submit(input().session("other"));
        assertThat(scene.attempts()).isEqualTo(2);
    }

    @Test
    void aTurnThatEndsMakesRoomForAnother() {
        Scene scene = new Scene(o -> o.maxQueuedTurnsPerSession = 1);
        scene.submit();
        Scripted connection = scene.ready();
        scene.submit();
        connection.finalPing();

        assertThat(scene.submit().told()).isFalse();
    }

    @Test
    void turnsThatWaitInAllSessions() {
        Scene scene = new Scene(o -> o.maxQueuedTurns = 2);
        scene.submit(input().session("a"));
        scene.submit(input().session("b"));
        assertBound(scene.submit(input().session("c")), "maxQueuedTurns=2");

        scene.ready();
        assertThat(scene.submit(input().session("c")).told()).isFalse();
    }

    @Test
    void sessions() {
        Scene scene = new Scene(o -> o.maxSessions = 2);
        scene.submit(input().session("a"));
        scene.submit(input().session("b"));
        assertBound(scene.submit(input().session("c")), "maxSessions=2");
        assertThat(scene.agent.snapshot().sessions()).isEqualTo(2);
        assertThat(scene.agent.snapshot().waitingTurns()).isEqualTo(2);

        assertThat(scene.submit(input().session("a")).told()).isFalse();
    }

    @Test
    void aForgottenSessionMakesRoomForAnother() {
        Scene scene = new Scene(o -> o.maxSessions = 1);
        scene.submit();
        Scripted connection = scene.ready();
        assertBound(scene.submit(input().session("b")), "maxSessions=1");
        connection.finalPing();
        scene.time.advance(Scene.IDLE.plus(Scene.IDLE));

        assertThat(scene.submit(input().session("b")).told()).isFalse();
    }

    @Test
    void outputsThatWaitForRoutesFailTheirTurn() {
        Scene scene = new Scene(o -> o.maxUnroutedEvents = 2);
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");
        connection.output("3");
        connection.finalPing();

        assertBound(turn, "maxUnroutedEvents=2");
        assertThat(turn.failure().inDoubt()).isTrue();
        consumer.pass();
        consumer.pass();
        assertThat(consumer.texts()).containsExactly("1", "2");
    }

    @Test
    void aTypingIndicationOverTheBoundIsDroppedAndFailsNothing() {
        Scene scene = new Scene(o -> o.maxUnroutedEvents = 1);
        RecordingSubscriber consumer = scene.consumer(
                RecordingSubscriber.of(EventKind.OUTPUT, EventKind.FINAL_PING).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        consumer.pass();

        turn.result();
        assertThat(consumer.kinds()).containsExactly(EventKind.OUTPUT);
    }

    @Test
    void anInputOverTheConfiguredPayloadFailsAtOnce() {
        Scene scene = new Scene(o -> o.maxPayload = OptionalInt.of(300));
        RecordingCallback turn = scene.submit(input().text("x".repeat(300)));

        assertTooLarge(turn);
        assertThat(scene.attempts()).isZero();
    }

    @Test
    void theConfiguredPayloadCountsTheWholeFrameToTheByte() {
        EncodedEvent event = new ProtocolCodec()
                .encode(new ProcessInput(
                        EndpointAddress.parse("https://bot.example/token").urlToken(),
                        "u",
                        "s",
                        "camel",
                        null,
                        false,
                        "hello",
                        null));
        int frame = ("42" + event.json()).length();

        assertTooLarge(new Scene(o -> o.maxPayload = OptionalInt.of(frame - 1)).submit());
        Scene exact = new Scene(o -> o.maxPayload = OptionalInt.of(frame));
        exact.submit();
        assertThat(exact.ready().sent).hasSize(1);
    }

    @Test
    void anInputOverTheAnnouncedPayloadFailsWhenItIsToBeWrittenAndTheNextGoesOn() {
        Scene scene = new Scene(o -> o.maxPayload = OptionalInt.of(1_000_000));
        scene.connector.announced = OptionalInt.of(500);
        RecordingCallback large = scene.submit(input().text("x".repeat(600)));
        RecordingCallback small = scene.submit();
        Scripted connection = scene.ready();

        assertTooLarge(large);
        assertThat(connection.sent).hasSize(1);
        connection.finalPing();
        small.result();
    }

    @Test
    void aServerThatAnnouncesNothingGetsNoMoreThanTheDefault() {
        Scene scene = new Scene();
        RecordingCallback turn = scene.submit(input().text("x".repeat(AgentSettings.Bounds.DEFAULT_MAX_PAYLOAD)));
        scene.ready();

        assertTooLarge(turn);
    }

    @Test
    void aServerThatAnnouncesMoreThanTheDefaultGetsMore() {
        Scene scene = new Scene();
        scene.connector.announced = OptionalInt.of(1_000_000);
        scene.submit(input().text("x".repeat(AgentSettings.Bounds.DEFAULT_MAX_PAYLOAD)));

        assertThat(scene.ready().sent).hasSize(1);
    }

    @Test
    void outputsKeptForOneCaller() {
        Scene scene = new Scene();
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        for (int i = 0; i <= Turn.MAX_COLLECTED_OUTPUTS; i++) {
            connection.output("again");
        }
        assertThat(turn.told()).isFalse();
        connection.finalPing();

        assertBound(turn, "outputs in one turn");
        assertThat(turn.failure().inDoubt()).isTrue();
    }

    @Test
    void outputsKeptForOneCallerInSize() {
        Scene scene = new Scene(o -> o.maxUnroutedBytes = 1_000);
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        connection.output("much", 600);
        connection.output("more", 400);
        connection.output("too much", 1);
        assertThat(connection.reading).as("the turn's end must be read").isTrue();
        connection.finalPing();

        assertBound(turn, "maxUnroutedBytes=1000");
        assertThat(turn.failure().inDoubt()).isTrue();
    }

    @Test
    void oneOutputAloneIsAlwaysTaken() {
        Scene scene = new Scene(o -> o.maxUnroutedBytes = 1_000);
        RecordingCallback turn = scene.submit(input().inOut());
        Scripted connection = scene.ready();
        connection.output("a carousel", 5_000);
        connection.finalPing();

        assertThat(turn.result().outputs()).hasSize(1);
    }

    @Test
    void eventsThatWaitForRoutesInSize() {
        Scene scene = new Scene(o -> o.maxUnroutedBytes = 1_000);
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        connection.output("1", 600);
        connection.output("2", 400);
        connection.output("3", 1);
        connection.finalPing();

        assertBound(turn, "maxUnroutedBytes=1000");
        consumer.pass();
        consumer.pass();
        assertThat(consumer.texts()).containsExactly("1", "2");
    }

    @Test
    void aConnectionWaitsWhileMuchOfItIsUnroutedAndLosesNothing() {
        Scene scene = new Scene(o -> o.maxUnroutedEvents = 8);
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        RecordingCallback turn = scene.submit();
        Scripted connection = scene.ready();
        for (int i = 0; i < 5; i++) {
            connection.output("" + i);
        }
        assertThat(connection.reading).isTrue();
        connection.output("5");
        assertThat(connection.reading).as("six of eight wait").isFalse();

        connection.output("6, which had been read by then");
        consumer.pass();
        consumer.pass();
        assertThat(connection.reading).as("five of eight wait").isFalse();
        consumer.pass();
        assertThat(connection.reading).as("half of them wait").isTrue();
        connection.finalPing();
        consumer.open();
        turn.result();
        assertThat(consumer.texts()).hasSize(7);
    }

    @Test
    void aConnectionWaitsForLargeEventsToo() {
        Scene scene = new Scene(o -> o.maxUnroutedBytes = 1_000);
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        Scripted connection = scene.afterOneTurn();
        connection.output("notify", 800);
        assertThat(connection.reading).isFalse();

        consumer.pass();
        assertThat(connection.reading).isTrue();
    }

    @Test
    void idsAreBounded() {
        Scene scene = new Scene();
        String atTheLimit = "i".repeat(InputEncoder.MAX_ID_LENGTH);
        assertThat(scene.submit(input().session(atTheLimit).user(atTheLimit)).told())
                .isFalse();
        assertInvalidId(scene.submit(input().session(atTheLimit + "i")), "sessionId");
        assertInvalidId(scene.submit(input().user(atTheLimit + "i")), "userId");
        assertInvalidId(scene.submit(input().session(" ")), "sessionId");
        assertInvalidId(scene.submit(input().user("")), "userId");
    }

    @Test
    void aSessionKeepsItsUser() {
        Scene scene = new Scene();
        scene.submit(input().user("one"));

        assertInvalidId(scene.submit(input().user("two")), "userId");
    }

    @Test
    void anInputNeedsWordsOrDataOrAReset() {
        Scene scene = new Scene();
        assertThat(scene.submit(input().text(" ")).failure().code()).isEqualTo(FailureCode.EMPTY_INPUT);
        assertThat(scene.submit(input().text(null)).failure().code()).isEqualTo(FailureCode.EMPTY_INPUT);
        assertThat(scene.attempts()).isZero();

        scene.submit(input().text(null).data(Map.of("orderId", 17)));
        Scripted connection = scene.ready();
        scene.submit(input().text(null).reset());
        connection.finalPing();
        assertThat(connection.sent.get(0)).contains("\"text\":\"\"").contains("orderId");
        assertThat(connection.sent.get(1)).doesNotContain("\"text\"").contains("\"resetFlow\":true");
    }

    @Test
    void dataThatJsonCannotSayFailTheTurn() {
        Scene scene = new Scene();
        RecordingCallback turn = scene.submit(input().data(Map.of("thread", Thread.currentThread())));

        assertThat(turn.failure().code()).isEqualTo(FailureCode.INVALID_FIELD);
        assertThat(turn.failure()).hasMessageContaining("Thread");
        assertThat(scene.agent.snapshot().waitingTurns()).isZero();
    }

    private static void assertInvalidId(RecordingCallback turn, String name) {
        assertThat(turn.failure()).isInstanceOf(InvalidInputException.class).hasMessageContaining(name);
        assertThat(turn.failure().code()).isEqualTo(FailureCode.INVALID_ID);
    }
}
