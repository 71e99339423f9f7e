package io.camelcognigy.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pieces of a streamed answer are one answer, in its place (PROTOCOL §17). */
class AnswerJoinerTest {

    private final AnswerJoiner joiner = new AnswerJoiner(StreamMode.ANSWER, AnswerJoiner.DEFAULT_MAX_BYTES);

    @Test
    void anAnswerOfFortyPiecesWithACardInBetweenIsOneOutputAndTheCard() {
        List<Message> out = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            said.append("word ").append(i).append(' ');
            out.addAll(joiner.add(Wire.piece("m", "word " + i + " ")));
            if (i == 20) {
                out.addAll(joiner.add(Wire.card("Look")));
            }
        }
        assertThat(out).isEmpty();

        out.addAll(joiner.add(Wire.mark("m")));

        assertThat(out).hasSize(2);
        assertThat(out.get(0).text()).isEqualTo(said.toString());
        assertThat(out.get(1)).isEqualTo(Wire.card("Look"));
        assertThat(joiner.end()).isEmpty();
    }

    @Test
    void nothingIsPutBetweenThePiecesAndBlanksAreParts() {
        joiner.add(Wire.piece("m", "One"));
        joiner.add(Wire.piece("m", "\n"));
        joiner.add(Wire.piece("m", " "));
        joiner.add(Wire.piece("m", "two"));

        assertThat(texts(joiner.add(Wire.mark("m")))).containsExactly("One\n two");
    }

    @Test
    void theTextOfThePieceThatEndsTheAnswerIsKept() {
        joiner.add(Wire.piece("m", "One "));

        assertThat(texts(joiner.add(Wire.last("m", "two.")))).containsExactly("One two.");
    }

    @Test
    void whatIsNoPieceGoesOutAtOnce() {
        assertThat(joiner.add(Wire.text("Hi"))).containsExactly(Wire.text("Hi"));
        assertThat(joiner.add(Wire.card("Tea?"))).containsExactly(Wire.card("Tea?"));
    }

    @Test
    void anAnswerWithoutAnEndEndsWithItsTurn() {
        assertThat(joiner.add(Wire.piece("m", "One "))).isEmpty();
        assertThat(joiner.add(Wire.piece("m", "two"))).isEmpty();

        assertThat(texts(joiner.end())).containsExactly("One two");
        assertThat(joiner.end()).isEmpty();
    }

    @Test
    void interleavedAnswersAreTwoInTheOrderTheyBegan() {
        joiner.add(Wire.piece("a", "a1 "));
        joiner.add(Wire.piece("b", "b1 "));
        joiner.add(Wire.piece("a", "a2"));
        assertThat(joiner.add(Wire.last("b", "b2"))).isEmpty();

        assertThat(texts(joiner.add(Wire.mark("a")))).containsExactly("a1 a2", "b1 b2");
    }

    @Test
    void anIdThatComesAgainIsANewAnswer() {
        joiner.add(Wire.piece("m", "first"));
        assertThat(texts(joiner.add(Wire.mark("m")))).containsExactly("first");
        joiner.add(Wire.piece("m", "second"));
        assertThat(texts(joiner.end())).containsExactly("second");
        joiner.add(Wire.piece("m", "third"));

        assertThat(texts(joiner.end())).containsExactly("third");
    }

    @Test
    void anotherSpeakerWithTheSameIdIsAnotherAnswer() {
        joiner.add(Wire.piece("m", "bot"));
        joiner.add(Wire.message("{'text':'Ann','source':'agent','data':{'_cognigy':{'_messageId':'m'}}}"));

        List<Message> out = joiner.end();
        assertThat(texts(out)).containsExactly("bot", "Ann");
        assertThat(out).extracting(Message::source).containsExactly("bot", "agent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'text':'','data':{'_cognigy':{'_messageId':'m','_finishReason':'stop'}}}",
                "{'text':null,'data':{'_cognigy':{'_messageId':'m'}}}",
                "{'data':{'_cognigy':{'_finishReason':'stop'}}}",
            })
    void aMarkIsNothingThatTheBotSaid(String mark) {
        assertThat(joiner.add(Wire.message(mark))).isEmpty();
        assertThat(joiner.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'text':'','data':{'_cognigy':{'_default':{'_image':{}}}}}",
                "{'text':'','data':{'_cognigy':{'_webchat3':{'type':'queueUpdate'}}}}",
                "{'text':'','data':{'_cognigy':{'_messageId':'m','_finishReason':'stop'},'mine':1}}",
                "{'text':'','data':{'_cognigy':{'_messageId':'','_finishReason':null}}}",
                "{'text':'x','data':{'_cognigy':{'_finishReason':'stop'}}}",
                "{'text':'','data':{'_cognigy':'x'}}",
                "{'text':'','data':{}}",
                "{'text':''}",
                "'bare'",
                "[1]",
                "null",
            })
    void inDoubtItIsAnOutput(String message) {
        List<Message> out = new ArrayList<>(joiner.add(Wire.message(message)));
        out.addAll(joiner.end());

        assertThat(out).hasSize(1);
    }

    @Test
    void theAnswerKeepsItsIdItsReasonAndWhatElseItsPiecesHad() {
        joiner.add(Wire.message("{'text':'One ','traceId':'t','data':{'mine':1,'_cognigy':{'_messageId':'m'}}}"));
        joiner.add(Wire.message("{'text':'two','data':{'mine':1,'_cognigy':{'_messageId':'m'}}}"));
        Message answer = joiner.add(Wire.last("m", "!")).get(0);

        assertThat(answer.text()).isEqualTo("One two!");
        assertThat(answer.traceId()).isEqualTo("t");
        assertThat(answer.data())
                .isEqualTo(Map.of("mine", 1L, "_cognigy", Map.of("_messageId", "m", "_finishReason", "stop")));
    }

    @Test
    void aPieceThatShowsSomethingElseIsAnOutputOfItsOwn() {
        String card = "{'text':'Look','data':{'_cognigy':{'_messageId':'m','_default':{'_image':{'imageUrl':'u'}}}}}";
        joiner.add(Wire.piece("m", "One "));
        joiner.add(Wire.message(card));
        joiner.add(Wire.piece("m", "two"));

        List<Message> out = joiner.end();
        assertThat(texts(out)).containsExactly("One two", "Look");
        assertThat(out.get(1)).isEqualTo(Wire.message(card));
    }

    @Test
    void whatMustNotBeLoggedMakesTheWholeAnswerSo() {
        joiner.add(Wire.piece("m", "One "));
        joiner.add(
                Wire.message("{'text':'two','disableSensitiveLogging':true,'data':{'_cognigy':{'_messageId':'m'}}}"));

        assertThat(joiner.end().get(0).sensitive()).isTrue();
    }

    @Test
    void overTheBoundAllGoesOutAndTheAnswerGoesOn() {
        AnswerJoiner small = new AnswerJoiner(StreamMode.ANSWER, 500);
        List<Message> out = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            out.addAll(small.add(Wire.piece("m", "0123456789")));
        }
        out.addAll(small.add(Wire.mark("m")));

        assertThat(out)
                .hasSizeGreaterThan(1)
                .allSatisfy(part -> assertThat(part.text()).hasSizeLessThan(520));
        assertThat(String.join("", texts(out))).isEqualTo("0123456789".repeat(100));
    }

    @Test
    void whatWaitsBehindAnOpenAnswerIsBoundedToo() {
        AnswerJoiner small = new AnswerJoiner(StreamMode.ANSWER, 10_000);
        small.add(Wire.piece("m", "open"));
        List<Message> out = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            out.addAll(small.add(Wire.text("x".repeat(100))));
        }

        assertThat(out).hasSizeGreaterThan(90);
    }

    @Test
    void asPiecesEverythingComesAsTheBotSendsIt() {
        AnswerJoiner pieces = new AnswerJoiner(StreamMode.PIECES, 1_000);

        assertThat(pieces.add(Wire.piece("m", "One "))).containsExactly(Wire.piece("m", "One "));
        assertThat(pieces.add(Wire.mark("m"))).containsExactly(Wire.mark("m"));
        assertThat(pieces.end()).isEmpty();
    }

    @Test
    void asATurnAllTextsAreOneOutputAndTheOneCardsDataAreIts() {
        AnswerJoiner turn = new AnswerJoiner(StreamMode.TURN, 100_000);
        turn.add(Wire.text("Hi"));
        turn.add(Wire.piece("m", "One "));
        turn.add(Wire.card("Tea?"));
        turn.add(Wire.last("m", "two"));

        List<Message> out = turn.end();

        assertThat(texts(out)).containsExactly("Hi\n\nOne two\n\nTea?");
        assertThat(out.get(0).data()).isEqualTo(Wire.card("Tea?").data());
        assertThat(turn.end()).isEmpty();
    }

    @Test
    void asATurnWithTwoCardsTheDataListTheOutputs() {
        AnswerJoiner turn = new AnswerJoiner(StreamMode.TURN, 100_000);
        turn.add(Wire.card("Tea?"));
        turn.add(Wire.text("Well"));
        turn.add(Wire.card("Milk?"));

        Message out = turn.end().get(0);

        assertThat(out.text()).isEqualTo("Tea?\n\nWell\n\nMilk?");
        assertThat(out.data())
                .extractingByKey("_camel")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .extractingByKey("outputs")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(3);
        assertThat(Readable.of(out).text()).isEqualTo("Tea?\n1. Yes\nWell\nMilk?\n2. Yes");
    }

    @Test
    void aTurnOfOneOutputIsThatOutput() {
        AnswerJoiner turn = new AnswerJoiner(StreamMode.TURN, 100_000);
        turn.add(Wire.card("Tea?"));

        assertThat(turn.end()).containsExactly(Wire.card("Tea?"));
    }

    @Test
    void aBoundThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new AnswerJoiner(StreamMode.ANSWER, 0)).hasMessageContaining("maxBytes");
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::text).toList();
    }
}
