package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.road.Collation.Batch;
import io.camelcognigy.road.Collation.Sentence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Texts that come shortly after each other are one turn; order and bounds are kept, nothing is lost. */
class CollationTest {

    /** The clock of nanoseconds may pass its end. */
    private static final long START = Long.MAX_VALUE - ms(1_000);

    private static final long NEW_YEAR = 1_767_225_600_000L;

    private final Collation collation = Collation.within(Duration.ofMillis(800));
    private final Deque<Sentence> queue = new ArrayDeque<>();

    @Test
    void textsWithinTheTimeAreOneTurn() {
        say(0);
        say(700);
        say(1_400);

        assertThat(first().inputs()).isEqualTo(3);
        assertThat(first().isDue(at(2_199))).isFalse();
        assertThat(first().isDue(at(2_200))).isTrue();
    }

    @Test
    void oneWhoNeverStopsIsHeardAfterTenTimesAsLong() {
        for (int time = 0; time < 8_000; time += 700) {
            say(time);
        }
        assertThat(first().isDue(at(7_999))).isFalse();
        assertThat(first().isDue(at(8_000))).isTrue();

        say(8_000);
        assertThat(first()).isEqualTo(new Batch(12, true, at(8_000)));
    }

    @Test
    void whatCameLaterIsAnotherTurnHoweverLongBothWait() {
        say(0);
        say(800);

        assertThat(first().inputs()).isEqualTo(1);
        assertThat(first().isDue(at(800))).isTrue();
    }

    @Test
    void whatWasSaidSomeTimeApartStaysApartWhereItComesAllAtOnce() {
        queue.add(said(NEW_YEAR, 0));
        queue.add(said(NEW_YEAR + 799, 0));
        queue.add(said(NEW_YEAR + 60_000, 0));

        assertThat(first().inputs()).isEqualTo(2);
        assertThat(first().isDue(at(0))).isTrue();
    }

    @Test
    void aClockThatGoesBackwardsIsNoObstacle() {
        queue.add(said(NEW_YEAR, 0));
        queue.add(said(NEW_YEAR - 60_000, 1));

        assertThat(first().inputs()).isEqualTo(2);
        assertThat(first().isDue(at(800))).isFalse();
        assertThat(first().isDue(at(801))).isTrue();
    }

    @Test
    void whatIsNoSentenceEndsTheWaitAndGoesAlone() {
        say(0);
        say(100);
        List<Sentence> waiting = new ArrayList<>(queue);
        waiting.add(null);
        waiting.add(sentence(5, "me", 120));

        assertThat(collation.first(waiting, Function.identity()).inputs()).isEqualTo(2);
        assertThat(collation.first(waiting, Function.identity()).isDue(at(100))).isTrue();
        Batch alone = collation.first(waiting.subList(2, 4), Function.identity());
        assertThat(alone.inputs()).isEqualTo(1);
        assertThat(alone.isDue(at(-5_000))).isTrue();
    }

    @Test
    void anotherSenderIsAnotherTurn() {
        say(0);
        queue.add(sentence(5, "somebody else", 1));

        assertThat(first().inputs()).isEqualTo(1);
        assertThat(first().isDue(at(1))).isTrue();
    }

    @Test
    void twentyGoAtOnce() {
        for (int i = 0; i < 19; i++) {
            say(i);
        }
        assertThat(first().isDue(at(19))).isFalse();
        say(19);
        assertThat(first().isDue(at(19))).isTrue();
        say(20);
        assertThat(first().inputs()).isEqualTo(20);
    }

    @Test
    void togetherTheyAreNoLongerThanAnEndpointTakes() {
        queue.add(sentence(6_000, "me", 0));
        queue.add(sentence(3_999, "me", 1));
        assertThat(first().inputs()).isEqualTo(2);
        queue.add(sentence(1, "me", 2));
        assertThat(first().inputs()).isEqualTo(2);
        assertThat(first().isDue(at(2))).isTrue();
    }

    @Test
    void offEachGoesAloneAndAtOnce() {
        Collation off = Collation.within(Duration.ZERO);
        say(0);
        say(1);

        assertThat(off.isOn()).isFalse();
        assertThat(off.first(queue, Function.identity())).isEqualTo(new Batch(1, true, 0));
    }

    @Test
    void whateverComesEachInputGoesOnceInOrderAndWithinTheBounds() {
        Random random = new Random(17);
        Deque<Sentence> waiting = new ArrayDeque<>();
        List<Sentence> sent = new ArrayList<>();
        List<Sentence> gone = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 10_000; i++) {
            time += random.nextInt(1_000);
            Sentence next = sentence(random.nextInt(2_000), random.nextInt(5) == 0 ? "you" : "me", time);
            waiting.add(next);
            sent.add(next);
            while (!waiting.isEmpty()
                    && collation.first(waiting, Function.identity()).isDue(at(time))) {
                int inputs = collation.first(waiting, Function.identity()).inputs();
                int chars = -1;
                Object sender = waiting.element().sender();
                for (int input = 0; input < inputs; input++) {
                    Sentence taken = waiting.remove();
                    chars += 1 + taken.chars();
                    assertThat(taken.sender()).isEqualTo(sender);
                    gone.add(taken);
                }
                assertThat(chars).isLessThanOrEqualTo(Collation.MAX_CHARS);
                assertThat(inputs).isLessThanOrEqualTo(Collation.MAX_INPUTS);
            }
        }
        gone.addAll(waiting);

        assertThat(gone).usingElementComparator((a, b) -> a == b ? 0 : 1).isEqualTo(sent);
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Collation.within(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("collate");
        assertThatThrownBy(() -> Collation.within(Duration.ofSeconds(800)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---------------------------------------------------------------- what an input is

    @Test
    void onlyPlainWordsAreASentence() throws Exception {
        assertThat(read("I have", "text/plain").sentence()).isEqualTo("I have");
        assertThat(json("{'text':'I have','data':null,'resetFlow':false,'postback':false}")
                        .sentence())
                .isEqualTo("I have");
        for (String alone : List.of(
                "{'text':'size s','postback':true}",
                "{'text':'here','data':{'order':17}}",
                "{'text':'hello','resetFlow':true}",
                "{'text':'hello','resetFlow':'true'}",
                "{'text':' '}",
                "{'text':7}",
                "{'data':{}}",
                "{'close':true}",
                "{'typing':'on'}")) {
            assertThat(json(alone).sentence()).as(alone).isNull();
        }
        assertThat(read(" ", "text/plain").sentence()).isNull();
        assertThat(Sentence.of(read("x".repeat(10_001), "text/plain"), "me", 0, 0))
                .isNull();
    }

    @Test
    void whoSpeaksIsOfTheSender() throws Exception {
        Sentence anna = Sentence.of(json("{'text':'hi','userId':'anna'}"), "a queue", 0, 0);
        assertThat(anna.sender())
                .isEqualTo(Sentence.of(json("{'text':'ho','userId':'anna'}"), "a queue", 9, 9)
                        .sender())
                .isNotEqualTo(Sentence.of(json("{'text':'hi','userId':'bob'}"), "a queue", 0, 0)
                        .sender())
                .isNotEqualTo(Sentence.of(json("{'text':'hi','userId':'anna'}"), "another", 0, 0)
                        .sender());
        assertThat(Sentence.of(json("{'text':'hi'}"), "a queue", 0, 0).sender())
                .isEqualTo(
                        Sentence.of(read("hi", "text/plain"), "a queue", 0, 0).sender());
    }

    @Test
    void joinedItIsTheLastWithTheWordsOfAll() throws Exception {
        RoadInput one = read("I have", "text/plain");
        RoadInput two = json("{'text':'a question','passthroughIp':'192.0.2.7'}");

        assertThat(Collation.joined(List.of(one))).isSameAs(one);
        assertThat(Collation.joined(List.of(two, one)).text()).isEqualTo("a question\nI have");
        assertThat(Collation.joined(List.of(one, two)).fields())
                .isEqualTo(Map.of("text", "I have\na question", "passthroughIp", "192.0.2.7"));
    }

    private static RoadInput json(String withSingleQuotes) throws Exception {
        return read(withSingleQuotes.replace('\'', '"'), "application/json");
    }

    private static RoadInput read(String value, String contentType) throws Exception {
        return new InputReader(InputFormat.TEXT, true, 100_000).read(value, contentType);
    }

    private Batch first() {
        return collation.first(queue, Function.identity());
    }

    private void say(long time) {
        queue.add(sentence(5, "me", time));
    }

    private static Sentence sentence(int chars, String sender, long time) {
        return new Sentence(chars, sender, 0, at(time));
    }

    private static Sentence said(long saidAt, long time) {
        return new Sentence(5, "me", saidAt, at(time));
    }

    private static long at(long millis) {
        return START + ms(millis);
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
