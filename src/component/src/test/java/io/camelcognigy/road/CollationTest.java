package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.road.Collation.Batch;
import io.camelcognigy.road.Collation.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Texts that come shortly after each other are one input; order and bounds are kept, nothing is lost. */
class CollationTest {

    private static final long START = Long.MAX_VALUE - ms(1_000);

    private final Collation<String> collation =
            new Collation<>(new Limits(Duration.ofMillis(800), Duration.ofSeconds(3), 5, 100));

    @Test
    void textsWithinTheTimeAreOneTurn() {
        assertThat(say("I have", 0)).isEmpty();
        assertThat(say("a question", 700)).isEmpty();
        assertThat(say("about tea", 1_400)).isEmpty();

        assertThat(collation.expire(at(2_199))).isEmpty();
        assertThat(collation.expire(at(2_200)))
                .containsExactly(
                        new Batch<>(List.of("I have", "a question", "about tea"), "I have\na question\nabout tea"));
        assertThat(collation.size()).isZero();
    }

    @Test
    void oneWhoNeverStopsIsHeardAfterTheLongestTime() {
        say("one", 0);
        say("two", 700);
        assertThat(collation.dueAt()).hasValue(at(1_500));
        say("three", 1_400);
        say("four", 2_200 - 1);
        assertThat(collation.dueAt()).hasValue(at(2_999));
        assertThat(collation.expire(at(2_998))).isEmpty();

        Collation<String> hasty = new Collation<>(new Limits(Duration.ofMillis(800), Duration.ofSeconds(1), 5, 100));
        hasty.add("one", "one", null, at(0));
        hasty.add("two", "two", null, at(700));
        assertThat(hasty.dueAt()).hasValue(at(1_000));
        assertThat(inputs(hasty.expire(at(1_000)))).containsExactly(List.of("one", "two"));
    }

    @Test
    void aTimerThatComesLateDoesNotLetTheNextSlipIn() {
        say("first", 0);

        assertThat(inputs(say("second", 900))).containsExactly(List.of("first"));
        assertThat(inputs(collation.end())).containsExactly(List.of("second"));
    }

    @Test
    void whatIsNoSentenceEndsTheWaitAndComesBehindIt() {
        say("one", 0);
        say("two", 100);

        assertThat(collation.addAlone("a button"))
                .containsExactly(
                        new Batch<>(List.of("one", "two"), "one\ntwo"), new Batch<>(List.of("a button"), null));
        assertThat(collation.dueAt()).isEmpty();
    }

    @Test
    void anotherSpeakerIsAnotherTurn() {
        say("one", 0);

        assertThat(inputs(collation.add("two", "two", "somebody else", at(1)))).containsExactly(List.of("one"));
    }

    @Test
    void overTheNumberItGoes() {
        for (int i = 0; i < 4; i++) {
            assertThat(say("x" + i, i)).isEmpty();
        }
        assertThat(inputs(say("x4", 4))).containsExactly(List.of("x0", "x1", "x2", "x3", "x4"));
    }

    @Test
    void overTheSizeItGoesAndNoTextIsCut() {
        say("a".repeat(60), 0);

        assertThat(inputs(say("b".repeat(60), 1))).containsExactly(List.of("a".repeat(60)));
        assertThat(inputs(say("c".repeat(500), 2))).containsExactly(List.of("b".repeat(60)), List.of("c".repeat(500)));
        assertThat(collation.size()).isZero();
    }

    @Test
    void whateverComesEachInputGoesOnceAndInOrder() {
        Random random = new Random(17);
        List<String> sent = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 10_000; i++) {
            time += random.nextInt(1_000);
            String input = i + "-" + "x".repeat(random.nextInt(60));
            List<Batch<String>> ready = new ArrayList<>();
            if (random.nextBoolean()) {
                ready.addAll(collation.expire(at(time)));
            }
            ready.addAll(random.nextInt(5) == 0 ? collation.addAlone(input) : say(input, time));
            sent.add(input);
            for (Batch<String> batch : ready) {
                assertThat(batch.inputs()).hasSizeBetween(1, 5);
                gone.addAll(batch.inputs());
            }
        }
        collation.end().forEach(batch -> gone.addAll(batch.inputs()));

        assertThat(gone).isEqualTo(sent);
    }

    @Test
    void limitsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Limits.of(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Batch<String>> say(String text, long time) {
        return collation.add(text, text, "me", at(time));
    }

    private static List<List<String>> inputs(List<Batch<String>> batches) {
        return batches.stream().map(Batch::inputs).toList();
    }

    private static long at(long millis) {
        return START + ms(millis);
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
