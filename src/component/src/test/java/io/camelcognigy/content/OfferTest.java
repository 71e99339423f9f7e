package io.camelcognigy.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.Choice.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A number or a title means a choice of what the bot asked last, and of nothing else. */
class OfferTest {

    private final Offer sizes =
            Offer.NONE.after("t1", List.of(reply(1, "Small", "size s"), reply(2, "Large ☕", "size l")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2|size l", "2.|size l", "(2)|size l", "2)|size l", "small|size s", "  LARGE  ☕ |size l"})
    void aNumberOrATitleIsThePayload(String input, String payload) {
        assertThat(sizes.chosen(input)).map(Choice::payload).contains(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "22", "2 of them", "two", "", "  ", "-2", "2.5", "99999999999", "smal"})
    void everythingElseIsASentence(String input) {
        assertThat(sizes.chosen(input)).isEmpty();
    }

    @Test
    void aPayloadIsAChoiceThatNeedsNoChange() {
        assertThat(sizes.chosen("size s")).isEmpty();
    }

    @Test
    void aTitleThatIsANumberGoesBeforeTheNumber() {
        Offer persons = Offer.NONE.after("t1", List.of(reply(1, "2", "two persons"), reply(2, "3", "three persons")));

        assertThat(persons.chosen("2")).map(Choice::payload).contains("two persons");
        assertThat(persons.chosen("3")).map(Choice::payload).contains("three persons");
        assertThat(persons.chosen("1")).map(Choice::payload).contains("two persons");
    }

    @Test
    void withinATurnAllThatWasOfferedHoldsAndTheLatestFirst() {
        Offer both = sizes.after("t1", List.of()).after("t1", List.of(reply(1, "Milk", "milk")));

        assertThat(both.chosen("1")).map(Choice::payload).contains("milk");
        assertThat(both.chosen("small")).map(Choice::payload).contains("size s");
    }

    @Test
    void aLaterQuestionEndsTheOffer() {
        assertThat(sizes.after("t2", List.of()).chosen("2")).isEmpty();
        assertThat(sizes.after(null, List.of()).chosen("2")).isEmpty();
        assertThat(sizes.afterTurn("t2").chosen("2")).isEmpty();
    }

    @Test
    void theEndOfItsOwnTurnDoesNot() {
        assertThat(sizes.afterTurn("t1").chosen("2")).isPresent();
    }

    @Test
    void unaskedOffersDoNotAddUp() {
        Offer second = Offer.NONE.after(null, List.of(reply(1, "A", "a"))).after(null, List.of(reply(1, "B", "b")));

        assertThat(second.chosen("A")).isEmpty();
        assertThat(second.chosen("1")).map(Choice::payload).contains("b");
    }

    @Test
    void linksAreNothingToSend() {
        Offer links =
                Offer.NONE.after("t", List.of(new Choice(null, "Shop", Kind.LINK, null, null, "https://x.example")));

        assertThat(links.isEmpty()).isTrue();
        assertThat(links.chosen("shop")).isEmpty();
    }

    @Test
    void whatIsRememberedIsBounded() {
        Offer offer = Offer.NONE;
        for (int i = 1; i <= 1_000; i++) {
            offer = offer.after("t", List.of(reply(i, "title " + i, "payload " + i)));
        }

        assertThat(offer.chosen("800")).isEmpty();
        assertThat(offer.chosen("1000")).isPresent();
    }

    private static Choice reply(int number, String title, String payload) {
        return new Choice(number, title, Kind.REPLY, payload, null, null);
    }
}
