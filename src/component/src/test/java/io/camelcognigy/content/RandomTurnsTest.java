package io.camelcognigy.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * 1,000 random turns: interleaved answers, missing ends, ids that come again, cards in between. What is joined is what was
 * said, nothing twice, nothing missing. {@code -Dstream.seed=7} repeats a run.
 */
class RandomTurnsTest {

    private static final int TURNS = 1_000;
    private static final List<String> IDS = List.of("m1", "m2", "m3");
    private static final List<String> WORDS =
            List.of("a", " ", "\n", "Hello ", "world. ", "ü", "\ud83d\udc4d", "  x", "-");

    private final long seed = Long.getLong("stream.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** What the bot sends in one turn, and, kept while it is made, what it thereby says, in the order that it began. */
    private final class Turn {

        final List<Message> sent = new ArrayList<>();
        final List<StringBuilder> said = new ArrayList<>();
        private final Map<String, StringBuilder> open = new LinkedHashMap<>();
        private int cards;

        Turn() {
            int steps = random.nextInt(40);
            for (int i = 0; i < steps; i++) {
                step();
            }
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0 -> whole(Wire.text("text " + random.nextInt(1_000)));
                case 1 -> whole(Wire.card("card " + cards++));
                case 2 -> end();
                default -> piece();
            }
        }

        private void whole(Message message) {
            sent.add(message);
            said.add(new StringBuilder(Readable.of(message).said()));
        }

        private void piece() {
            String id = IDS.get(random.nextInt(IDS.size()));
            String text = WORDS.get(random.nextInt(WORDS.size()));
            answer(id).append(text);
            if (random.nextInt(8) == 0) {
                sent.add(Wire.last(id, text));
                open.remove(id);
            } else {
                sent.add(Wire.piece(id, text));
            }
        }

        private void end() {
            String id = IDS.get(random.nextInt(IDS.size()));
            sent.add(Wire.mark(id));
            open.remove(id);
        }

        private StringBuilder answer(String id) {
            return open.computeIfAbsent(id, begun -> {
                said.add(new StringBuilder());
                return said.get(said.size() - 1);
            });
        }

        List<String> answers() {
            return said.stream().map(StringBuilder::toString).toList();
        }
    }

    @Test
    void joinedTextIsWhatWasSaid() {
        AnswerJoiner joiner = new AnswerJoiner(StreamMode.ANSWER, AnswerJoiner.DEFAULT_MAX_BYTES);
        int joined = 0;
        for (int i = 0; i < TURNS; i++) {
            Turn turn = new Turn();
            List<Message> out = run(joiner, turn.sent);

            assertThat(out.stream().map(RandomTurnsTest::said))
                    .as("turn %d of seed %d", i, seed)
                    .containsExactlyElementsOf(turn.answers());
            joined += turn.sent.size() - out.size();
        }
        assertThat(joined).as("pieces that were joined, seed %d", seed).isGreaterThan(TURNS);
    }

    @Test
    void withinATightBoundNothingIsLostOrDoubledEither() {
        AnswerJoiner joiner = new AnswerJoiner(StreamMode.ANSWER, 200);
        for (int i = 0; i < TURNS; i++) {
            Turn turn = new Turn();
            List<Message> out = run(joiner, turn.sent);

            assertThat(byId(out)).as("turn %d of seed %d", i, seed).isEqualTo(byId(turn.sent));
        }
    }

    @Test
    void aTurnAsOneOutputSaysTheSame() {
        AnswerJoiner joiner = new AnswerJoiner(StreamMode.TURN, AnswerJoiner.DEFAULT_MAX_BYTES);
        for (int i = 0; i < TURNS; i++) {
            Turn turn = new Turn();
            List<Message> out = run(joiner, turn.sent);

            assertThat(out).hasSizeLessThanOrEqualTo(1);
            assertThat(out.stream().map(answer -> letters(said(answer))).collect(Collectors.joining()))
                    .as("turn %d of seed %d", i, seed)
                    .isEqualTo(letters(String.join("", turn.answers())));
        }
    }

    private static List<Message> run(AnswerJoiner joiner, List<Message> sent) {
        List<Message> out = new ArrayList<>();
        sent.forEach(message -> out.addAll(joiner.add(message)));
        out.addAll(joiner.end());
        return out;
    }

    private static String letters(String text) {
        return text.replaceAll("\\s", "");
    }

    /** All text of each answer's id, and of all that has none, one after the other. */
    private static Map<String, String> byId(List<Message> messages) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Message message : messages) {
            Object id = Items.at(message.data(), "_cognigy", "_messageId");
            texts.merge(String.valueOf(id), said(message), String::concat);
        }
        texts.values().removeIf(String::isEmpty);
        return texts;
    }

    private static String said(Message message) {
        return message.text() == null ? Readable.of(message).said() : message.text();
    }
}
