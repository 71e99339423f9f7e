package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A turn that waits for a connection shortens the wait, and so does the first success of anybody; but neither lets a
 * server that fails be hammered.
 */
class ImpatienceTest {

    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofMinutes(2);
    /** The highest step of the backoff that a hurried session waits for. */
    private static final Duration HURRIED = BASE.multipliedBy(1L << (Link.HURRIED_STEPS - 1));

    private final Scene scene = new Scene(o -> o.backoff = new Backoff(BASE, MAX));

    /** Fails until the backoff is as long as it gets; ends in backoff. */
    private void outage() {
        scene.random = 0.999_999;
        for (int i = 0; i < 10; i++) {
            scene.connection().lost(ScriptedConnector.unreachable());
            int before = scene.attempts();
            while (scene.attempts() == before) {
                scene.time.advance(scene.time.untilNext());
            }
        }
        scene.connection().lost(ScriptedConnector.unreachable());
    }

    @Test
    void anInputThatComesInBackoffBringsTheAttemptForward() {
        scene.afterOneTurn();
        outage();
        int before = scene.attempts();
        RecordingCallback turn = scene.submit();
        scene.time.advance(HURRIED);

        assertThat(scene.attempts()).isEqualTo(before + 1);
        scene.ready().finalPing();
        turn.result();
    }

    @Test
    void aWaitThatIsNearlyOverIsNotMadeLonger() {
        scene.afterOneTurn();
        outage();
        scene.time.advance(MAX.minus(Duration.ofMillis(10)));
        int before = scene.attempts();
        scene.submit();
        scene.time.advance(Duration.ofMillis(10));

        assertThat(scene.attempts()).isEqualTo(before + 1);
    }

    @Test
    void anAttemptThatAnInputBringsForwardIsAdmittedByRate() {
        Scene slow = new Scene(o -> {
            o.backoff = new Backoff(Duration.ofMillis(1), Duration.ofHours(1));
            o.rate = 0.1;
        });
        slow.submit(input().session("a"));
        slow.connection().lost(ScriptedConnector.unreachable());
        slow.submit(input().session("a"));
        slow.time.advance(Duration.ofSeconds(9));
        assertThat(slow.attempts()).isOne();

        slow.time.advance(Duration.ofSeconds(1));
        assertThat(slow.attempts()).isEqualTo(2);
    }

    @Test
    void manyInputsShortenOneWaitOnce() {
        scene.afterOneTurn();
        outage();
        int before = scene.attempts();
        scene.random = 0.9;
        scene.submit();
        for (int i = 0; i < 9; i++) {
            scene.time.advance(Duration.ofMillis(300));
            scene.random = 0;
            scene.submit(input().text("again"));
        }

        assertThat(scene.attempts())
                .as("a throw of the dice for each would be none at all")
                .isEqualTo(before);
    }

    @Test
    void aServerThatAcceptsAndDropsIsNotHammeredByInputsEither() {
        scene.random = 0.5;
        scene.afterOneTurn().cut();
        int before = scene.attempts();
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 10; i++) {
                scene.submit(input().timeout(Duration.ofSeconds(1)));
                scene.time.advance(Duration.ofMillis(100));
                scene.ready().cut();
            }
        }

        assertThat(scene.attempts() - before).isLessThanOrEqualTo(60);
    }

    @Test
    void whatCutsIdleConnectionsAgainAndAgainIsNoFailureInARow() {
        Duration idle = Duration.ofSeconds(20);
        Scene proxied = new Scene(o -> {
            o.backoff = new Backoff(BASE, MAX);
            o.stable = idle;
        });
        proxied.random = 0.999_999;
        proxied.afterOneTurn();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            proxied.time.advance(idle);
            proxied.connection().cut();
            waits.add(proxied.time.untilNext());
            proxied.time.advance(BASE);
            proxied.ready();
        }

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(BASE));
    }

    @Test
    void aConnectionThatBecameReadyForgetsTheFailuresBeforeIt() {
        scene.afterOneTurn();
        outage();
        scene.time.advance(MAX);
        scene.ready().cut();

        assertThat(scene.time.untilNext()).as("dropped twice, at most").isLessThanOrEqualTo(BASE.multipliedBy(2));
    }

    @Test
    void aServerThatAcceptsAndDropsIsMetWithTheFirstStepsAndNoMore() {
        scene.random = 0.999_999;
        scene.afterOneTurn().cut();
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Duration wait = scene.time.untilNext();
            seconds.add(Math.round(wait.toNanos() / 1e9));
            scene.time.advance(wait);
            scene.ready().cut();
        }

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
    }

    @Test
    void theFirstSuccessWakesEverybodyWithATurnThatWaits() {
        scene.random = 0.999_999;
        scene.submit(input().session("a"));
        scene.connection().lost(ScriptedConnector.unreachable());
        for (int i = 0; i < 5; i++) {
            scene.time.advance(Duration.ofSeconds(1L << i));
            scene.connection().lost(ScriptedConnector.unreachable());
        }
        RecordingCallback sleeper = scene.submit(input().session("b"));
        scene.ready().finalPing();
        sleeper.result();
        int before = scene.attempts();
        // "a" has 32 s to sleep.
        scene.time.advance(Duration.ofSeconds(1));

        assertThat(scene.attempts()).isEqualTo(before);
        assertThat(scene.connector.opened)
                .filteredOn(c -> "a".equals(sessionOf(c)))
                .hasSize(7);
    }

    @Test
    void theyAreWokenAtConnectRate() {
        Scene slow = new Scene(o -> {
            o.backoff = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
            o.rate = 10;
            o.concurrency = 1_000;
        });
        for (int i = 0; i < 50; i++) {
            slow.submit(input().session("s-" + i));
            slow.time.advance(Duration.ofMillis(100));
            slow.connection().lost(ScriptedConnector.unreachable());
        }
        slow.submit(input().session("first"));
        slow.time.advance(Duration.ofMillis(100));
        int before = slow.attempts();
        slow.ready();
        slow.time.advance(Duration.ofSeconds(1));

        assertThat(slow.attempts() - before).isBetween(9, 12);
    }

    @Test
    void whoHasNobodyWaitingSleepsOn() {
        scene.random = 0.999_999;
        scene.afterOneTurn();
        outage();
        int before = scene.attempts();
        scene.submit(input().session("b"));
        scene.ready();

        assertThat(scene.attempts()).isEqualTo(before + 1);
    }

    @Test
    void anEndpointThatTakesOneAndRefusesOneWakesEverybodyOnceASecond() {
        scene.random = 0.999_999;
        scene.submit(input().session("sleeper"));
        scene.connection().lost(ScriptedConnector.unreachable());
        int wakes = 0;
        for (int i = 0; i < 20; i++) {
            scene.submit(input().session("taken-" + i));
            scene.ready();
            if ("sleeper".equals(sessionOf(scene.connection()))) {
                wakes++;
                scene.connection().lost(ScriptedConnector.unreachable());
            }
            scene.submit(input().session("refused-" + i));
            scene.connection().lost(ScriptedConnector.unreachable());
            scene.time.advance(Duration.ofMillis(10));
        }

        assertThat(wakes).isOne();
    }

    private static String sessionOf(ScriptedConnector.Scripted connection) {
        return connection.request.parameters().sessionId();
    }
}
