package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.proof.History.Answer;
import io.camelcognigy.proof.History.DeadLetter;
import io.camelcognigy.proof.History.Heard;
import io.camelcognigy.proof.History.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each planted fault turns exactly its own count red; a good run leaves all of them at zero. */
class CheckerTest {

    private static final int KEYS = 3;
    private static final int INPUTS = 4;

    private final List<Sent> sent = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();

    @BeforeEach
    void aGoodRunWithTwoAnswersAnInput() {
        for (int sequence = 0; sequence < INPUTS; sequence++) {
            for (int key = 0; key < KEYS; key++) {
                Stamp stamp = stamp(key, sequence);
                sent.add(new Sent(stamp, key, sequence, 0));
                heard.add(new Heard(stamp, stamp.key(), 0));
                answers.add(answer(stamp, 1));
                answers.add(answer(stamp, 2));
            }
        }
    }

    @Test
    void aGoodRunHasNoFault() {
        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 0, misattributed 0, wrong session 0");
    }

    @Test
    void anInputWithoutAnAnswerIsLost() {
        answers.removeIf(answer -> answer.stamp().equals(stamp(1, 2)));

        assertThat(verdict()).hasToString("lost 1, duplicates 0, reordered 0, misattributed 0, wrong session 0");
        assertThat(verdict().faults()).startsWith("lost 1: [" + stamp(1, 2));
    }

    @Test
    void anInputWithHalfOfItsAnswersIsLostHoweverOftenThatHalfCame() {
        answers.set(1, answers.get(0));

        assertThat(verdict()).hasToString("lost 1, duplicates 0, reordered 0, misattributed 0, wrong session 0");
    }

    @Test
    void anInputThatNobodyHeardAndNobodyBuriedIsLost() {
        sent.add(new Sent(stamp(0, INPUTS), 0, INPUTS, 0));

        assertThat(verdict().lost()).hasSize(1);
    }

    @Test
    void aDeadLetterIsNotLost() {
        answers.removeIf(answer -> answer.stamp().equals(stamp(1, 2)));
        deadLetters.add(new DeadLetter(stamp(1, 2), "key-1", "planted", 0));

        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 0, misattributed 0, wrong session 0");
    }

    @Test
    void anInputHeardThreeTimesIsTwoDuplicates() {
        heard.add(heard.get(0));
        heard.add(heard.get(0));

        assertThat(verdict()).hasToString("lost 0, duplicates 2, reordered 0, misattributed 0, wrong session 0");
    }

    @Test
    void aFirstDeliveryAfterALaterOneIsReordered() {
        heard.remove(new Heard(stamp(2, 1), "key-2", 0));
        heard.add(new Heard(stamp(2, 1), "key-2", 0));

        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 1, misattributed 0, wrong session 0");
    }

    @Test
    void anAnswerAfterThatOfALaterInputIsReordered() {
        answers.removeIf(answer -> answer.stamp().equals(stamp(2, 1)));
        answers.add(answer(stamp(2, 1), 1));
        answers.add(answer(stamp(2, 1), 2));

        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 1, misattributed 0, wrong session 0");
    }

    @Test
    void aSecondDeliveryMayComeLate() {
        heard.add(heard.get(0));
        answers.add(answers.get(0));

        assertThat(verdict().reordered()).isEmpty();
    }

    @Test
    void anAnswerWithTheCorrelationIdOfAnotherInputIsMisattributed() {
        Stamp stamp = stamp(1, 1);
        answers.set(
                answers.indexOf(answer(stamp, 1)),
                new Answer(stamp, "key-1", "key-1", stamp(1, 2).toString(), false, 1, 2, 0));

        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 0, misattributed 1, wrong session 0");
    }

    @Test
    void whatCameLateBelongsToNoInputAndMayNameNone() {
        Stamp stamp = stamp(1, 1);
        answers.set(answers.indexOf(answer(stamp, 1)), new Answer(stamp, "key-1", "key-1", null, true, 1, 2, 0));
        assertThat(verdict().misattributed()).isEmpty();

        answers.set(
                answers.indexOf(new Answer(stamp, "key-1", "key-1", null, true, 1, 2, 0)),
                new Answer(stamp, "key-1", "key-1", stamp.toString(), true, 1, 2, 0));
        assertThat(verdict().misattributed()).hasSize(1);
    }

    @Test
    void anAnswerWithoutACorrelationIdIsMisattributed() {
        Stamp stamp = stamp(1, 1);
        answers.set(answers.indexOf(answer(stamp, 1)), new Answer(stamp, "key-1", "key-1", null, false, 1, 2, 0));

        assertThat(verdict().misattributed()).hasSize(1);
    }

    @Test
    void anInputHeardInAnotherSessionIsInTheWrongOne() {
        heard.set(0, new Heard(stamp(0, 0), "key-1", 0));

        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 0, misattributed 0, wrong session 1");
    }

    @Test
    void anAnswerUnderAnotherKeyOrSessionIsInTheWrongOne() {
        Stamp stamp = stamp(0, 0);
        answers.set(0, new Answer(stamp, "key-1", "key-0", stamp.toString(), false, 1, 2, 0));
        answers.set(1, new Answer(stamp, "key-0", "key-1", stamp.toString(), false, 2, 2, 0));

        assertThat(verdict()).hasToString("lost 0, duplicates 0, reordered 0, misattributed 0, wrong session 2");
    }

    @Test
    void aDeadLetterUnderAnotherKeyIsInTheWrongSession() {
        deadLetters.add(new DeadLetter(stamp(0, 0), "key-1", "planted", 0));

        assertThat(verdict().wrongSession()).hasSize(1);
    }

    @Test
    void aStampIsFoundWhereverItsTextIs() {
        Stamp stamp = stamp(0, 7);

        assertThat(Stamp.find("{\"text\":\"" + stamp + "\"}")).contains(stamp);
        assertThat(Stamp.find("nothing/here")).isEmpty();
        assertThat(Stamp.find(null)).isEmpty();
    }

    private Verdict verdict() {
        return Checker.check(new History(sent, heard, answers, deadLetters));
    }

    private static Stamp stamp(int key, int sequence) {
        return new Stamp("key-" + key, sequence, new UUID(key, sequence));
    }

    private static Answer answer(Stamp stamp, int part) {
        return new Answer(stamp, stamp.key(), stamp.key(), stamp.toString(), false, part, 2, 0);
    }
}
