package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A full house lets the session go that has been idle longest; only where all are busy an input is not sent. */
class FullHouseTest {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Scene scene = new Scene(o -> o.maxSessions = 3);
    private final Map<String, Scripted> connections = new HashMap<>();

    private RecordingCallback open(String session) {
        RecordingCallback turn = scene.submit(input().session(session));
        if (!turn.told()) {
            connections.put(session, scene.ready());
        }
        return turn;
    }

    private void answered(String session) {
        RecordingCallback turn = open(session);
        connections.get(session).finalPing();
        turn.result();
        scene.time.advance(MOMENT);
    }

    private boolean gone(String session) {
        return connections.get(session).closeCalls > 0;
    }

    @Test
    void theSessionThatHasBeenIdleLongestGoes() {
        answered("a");
        answered("b");
        answered("c");
        connections.get("a").output("not idle any more");
        scene.time.advance(MOMENT);
        answered("d");

        assertThat(gone("b")).isTrue();
        assertThat(gone("a")).isFalse();
        assertThat(gone("c")).isFalse();
        assertThat(scene.agent.snapshot().sessions()).isEqualTo(3);
    }

    @Test
    void oneInATurnStaysHoweverLongItHasBeenSilent() {
        open("a");
        answered("b");
        answered("c");
        answered("d");

        assertThat(gone("a")).isFalse();
        assertThat(gone("b")).isTrue();
    }

    @Test
    void oneWithAnOutputOnItsWayStays() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        answered("a");
        connections.get("a").output("notify");
        scene.time.advance(MOMENT);
        answered("b");
        answered("c");
        answered("d");
        assertThat(gone("a")).isFalse();
        assertThat(gone("b")).isTrue();

        consumer.pass();
    }

    @Test
    void oneInBackoffWithATurnThatWaitsStays() {
        scene.submit(input().session("a").timeout(Duration.ofHours(1)));
        scene.connection().lost(ScriptedConnector.unreachable());
        answered("b");
        answered("c");
        answered("d");

        assertThat(scene.agent.snapshot().waitingTurns()).isOne();
        assertThat(gone("b")).isTrue();
    }

    @Test
    void whereAllAreBusyTheInputIsNotSent() {
        open("a");
        open("b");
        open("c");
        RecordingCallback refused = open("d");

        assertThat(refused.failure()).isInstanceOf(BoundExceededException.class).hasMessageContaining("maxSessions=3");
        assertThat(refused.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(scene.agent.snapshot().waitingTurns()).isZero();

        connections.get("b").finalPing();
        assertThat(open("d").told()).isFalse();
    }

    @Test
    void consumersHearThatItsConnectionEnded() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.DISCONNECTED));
        answered("a");
        answered("b");
        answered("c");
        answered("d");

        assertThat(consumer.events).extracting(SessionEvent::sessionId).containsExactly("a");
        assertThat(consumer.last().loss().detail()).contains("place");
    }

    @Test
    void sixHundredCustomersAreAnsweredInAHouseForTwoHundred() {
        Scene house = new Scene(o -> {
            o.maxSessions = 200;
            o.maxQueuedTurns = 1_000;
        });
        for (int customer = 0; customer < 600; customer++) {
            RecordingCallback turn = house.submit(input().session("c-" + customer));
            house.ready().finalPing();
            turn.result();
            house.time.advance(Duration.ofMillis(100));
        }
        assertThat(house.agent.snapshot().sessions()).isEqualTo(200);

        // Order: who came last is there, who came first is not.
        int before = house.attempts();
        house.submit(input().session("c-599"));
        assertThat(house.attempts()).isEqualTo(before);
        house.submit(input().session("c-0"));
        assertThat(house.attempts()).isEqualTo(before + 1);
    }

    @Test
    void aSessionWithOneInputOnlyIsIdleSooner() {
        Scene scene = new Scene(o -> o.singleInputIdle = Scene.IDLE.dividedBy(3));
        Scripted once = scene.afterOneTurn();
        RecordingCallback first = scene.submit(input().session("b"));
        Scripted twice = scene.ready();
        twice.finalPing();
        first.result();
        scene.submit(input().session("b"));
        twice.finalPing();
        scene.time.advance(Scene.IDLE.minus(MOMENT));

        assertThat(once.closeCalls).isOne();
        assertThat(twice.closeCalls).isZero();
    }
}
