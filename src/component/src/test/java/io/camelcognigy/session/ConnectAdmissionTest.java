package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.camelcognigy.session.ConnectAdmission.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 5, all sessions together: connects are admitted by rate and number, those with waiting turns first. */
class ConnectAdmissionTest {

    private final ManualTime time = new ManualTime();
    private final List<String> admitted = new ArrayList<>();

    private Ticket request(ConnectAdmission admission, String name, boolean hasWaitingTurns) {
        return admission.request(hasWaitingTurns, () -> admitted.add(name));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 7, 100, 2_500})
    void theRateOverAnyWindowIsNeverExceeded(double rate) {
        ConnectAdmission admission = new ConnectAdmission(rate, Integer.MAX_VALUE, time);
        Random random = new Random(7);
        List<Long> moments = new ArrayList<>();
        Duration tick = Duration.ofNanos((long) (0.3e9 / rate));
        for (int i = 0; i < 600; i++) {
            if (i < 300 || random.nextInt(4) == 0) {
                admission.request(random.nextBoolean(), () -> moments.add(time.nanoTime()));
            }
            time.advance(i == 450 ? tick.multipliedBy(400) : tick);
        }
        // What was not used in a long quiet time is not saved up for a rush after it.
        time.advance(Duration.ofNanos((long) (700e9 / rate)));
        for (int i = 0; i < 200; i++) {
            admission.request(true, () -> moments.add(time.nanoTime()));
        }
        time.advance(Duration.ofNanos((long) (300e9 / rate)));

        assertThat(moments).hasSizeGreaterThan(300);
        double burst = Math.max(1, 0.02 * rate);
        for (int from = 0; from < moments.size(); from++) {
            for (int to = from; to < moments.size(); to++) {
                double seconds = (moments.get(to) - moments.get(from)) / 1e9;
                assertThat((double) (to - from + 1)).isLessThanOrEqualTo(burst + rate * seconds + 1e-6);
            }
        }
    }

    @Test
    void theRateIsReachedAndNotOnlyKeptBelow() {
        ConnectAdmission admission = new ConnectAdmission(100, Integer.MAX_VALUE, time);
        for (int i = 0; i < 2_000; i++) {
            request(admission, "s", true);
        }
        time.advance(Duration.ofSeconds(10));

        assertThat(admitted.size()).isBetween(995, 1_002);
    }

    @Test
    void onlySoManyAttemptsAreInFlight() {
        ConnectAdmission admission = new ConnectAdmission(1_000, 2, time);
        Ticket a = request(admission, "a", true);
        request(admission, "b", true);
        request(admission, "c", true);
        time.advance(Duration.ofSeconds(1));
        assertThat(admitted).containsExactly("a", "b");

        a.release();
        assertThat(admitted).containsExactly("a", "b", "c");
    }

    @Test
    void thoseWithWaitingTurnsGoFirst() {
        ConnectAdmission admission = new ConnectAdmission(1_000, 1, time);
        Ticket first = request(admission, "first", true);
        request(admission, "patient", false);
        Ticket urgent = request(admission, "urgent", true);
        first.release();
        assertThat(admitted).containsExactly("first", "urgent");

        urgent.release();
        assertThat(admitted).containsExactly("first", "urgent", "patient");
    }

    @Test
    void amongEqualsItIsFirstComeFirstServed() {
        ConnectAdmission admission = new ConnectAdmission(10, Integer.MAX_VALUE, time);
        for (int i = 0; i < 5; i++) {
            request(admission, "p" + i, false);
        }
        time.advance(Duration.ofSeconds(1));

        assertThat(admitted).containsExactly("p0", "p1", "p2", "p3", "p4");
    }

    @Test
    void aTurnThatComesToWaitMovesItsSessionForward() {
        ConnectAdmission admission = new ConnectAdmission(1_000, 1, time);
        Ticket first = request(admission, "first", true);
        request(admission, "a", false);
        Ticket b = request(admission, "b", false);
        b.hasWaitingTurns();
        b.hasWaitingTurns();
        first.release();

        assertThat(admitted).containsExactly("first", "b");
    }

    @Test
    void anUpgradeAfterAdmissionChangesNothing() {
        ConnectAdmission admission = new ConnectAdmission(1_000, 10, time);
        Ticket ticket = request(admission, "a", false);
        ticket.hasWaitingTurns();
        time.advance(Duration.ofSeconds(1));

        assertThat(admitted).containsExactly("a");
    }

    @Test
    void whoNoLongerWantsIsNeverAdmittedAndTakesNoPlace() {
        ConnectAdmission admission = new ConnectAdmission(1_000, 1, time);
        Ticket first = request(admission, "first", true);
        Ticket gone = request(admission, "gone", true);
        request(admission, "next", true);
        gone.release();
        assertThat(admitted).containsExactly("first");

        first.release();
        assertThat(admitted).containsExactly("first", "next");
    }

    @Test
    void aSecondReleaseFreesNoSecondPlace() {
        ConnectAdmission admission = new ConnectAdmission(1_000, 1, time);
        Ticket first = request(admission, "first", true);
        request(admission, "second", true);
        request(admission, "third", true);
        first.release();
        first.release();

        assertThat(admitted).containsExactly("first", "second");
    }

    @Test
    void anAttemptReleasedFromItsOwnAdmissionLetsTheNextOneIn() {
        ConnectAdmission admission = new ConnectAdmission(10, 1, time);
        Ticket[] tickets = new Ticket[3];
        for (int i = 0; i < 3; i++) {
            int number = i;
            tickets[i] = admission.request(true, () -> {
                admitted.add("t" + number);
                if (tickets[number] != null) {
                    tickets[number].release();
                }
            });
        }
        tickets[0].release();
        time.advance(Duration.ofSeconds(1));

        assertThat(admitted).containsExactly("t0", "t1", "t2");
    }

    @Test
    void noTimerIsLeftWhenNobodyWaits() {
        ConnectAdmission admission = new ConnectAdmission(10, 1, time);
        request(admission, "a", true);
        request(admission, "b", true).release();
        time.advance(Duration.ofSeconds(1));

        assertThat(time.armed()).isZero();
    }

    @Test
    void nonsenseIsRejectedByTheNamesOfTheOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectAdmission(0, 1, time))
                .withMessageContaining("connectRate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectAdmission(Double.NaN, 1, time))
                .withMessageContaining("connectRate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectAdmission(1, 0, time))
                .withMessageContaining("connectConcurrency");
    }

    @Test
    void aSessionWithAWaitingTurnOvertakesThoseThatOnlyReconnect() {
        Scene scene = new Scene(o -> {
            o.rate = 1;
            o.concurrency = 1;
        });
        scene.submit(Scene.input().session("listener"));
        scene.ready().finalPing();
        scene.time.advance(Duration.ofSeconds(1));
        scene.submit(Scene.input().session("slow"));
        scene.connector.opened.get(0).cut();
        scene.time.advance(Scene.BACKOFF);
        scene.submit(Scene.input().session("urgent"));
        scene.connector.opened.get(1).ready();
        scene.time.advance(Duration.ofSeconds(1));

        assertThat(scene.attempts()).isEqualTo(3);
        assertThat(scene.connection().request.parameters().sessionId()).isEqualTo("urgent");
    }

    @Test
    void anInputMovesItsSessionForwardWhileThatWaitsForAdmission() {
        Scene scene = new Scene(o -> o.concurrency = 1);
        for (String session : List.of("a", "b")) {
            scene.submit(Scene.input().session(session));
            scene.ready().finalPing();
        }
        scene.submit(Scene.input().session("slow"));
        scene.connector.opened.get(0).cut();
        scene.connector.opened.get(1).cut();
        scene.time.advance(Scene.BACKOFF);
        scene.submit(Scene.input().session("b"));
        scene.connector.opened.get(2).ready();

        assertThat(scene.attempts()).isEqualTo(4);
        assertThat(scene.connection().request.parameters().sessionId()).isEqualTo("b");
    }
}
