package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.Wire;
import io.camelcognigy.protocol.Message;
import org.junit.jupiter.api.Test;

/** What is remembered of choices is bounded; who has been silent longest is forgotten first, and nobody for another's flood. */
class OffersTest {

    private static final Message CARD = Wire.card("Really?");
    private static final Message WORDS = Wire.text("Hm.");

    @Test
    void aChoiceIsUnderstoodUntilSomethingElseWasSaid() {
        Offers offers = new Offers(10, 1_000);
        offers.said("anna", "t1", CARD, 100);
        assertThat(meant(offers, "anna")).isEqualTo("yes");
        offers.over("anna", "t1");
        assertThat(meant(offers, "anna")).isEqualTo("yes");
        assertThat(meant(offers, "bert")).isNull();

        offers.said("anna", "t2", WORDS, 10);
        assertThat(meant(offers, "anna")).isNull();
        assertThat(offers.size()).isZero();
    }

    @Test
    void ofMoreSessionsThanItsBoundTheOneThatWasSilentLongestIsForgotten() {
        Offers offers = new Offers(2, 1_000);
        offers.said("anna", "t1", CARD, 1);
        offers.said("bert", "t1", CARD, 1);
        assertThat(meant(offers, "anna")).isEqualTo("yes");

        offers.said("carl", "t1", CARD, 1);
        assertThat(offers.size()).isEqualTo(2);
        assertThat(meant(offers, "bert")).isNull();
        assertThat(meant(offers, "anna")).isEqualTo("yes");
        assertThat(meant(offers, "carl")).isEqualTo("yes");
    }

    @Test
    void ofMoreCharactersThanItsBoundTheEldestAreForgotten() {
        Offers offers = new Offers(1_000, 1_000);
        for (int session = 0; session < 100; session++) {
            offers.said("session-" + session, "t1", CARD, 300);
            assertThat(offers.size()).isLessThanOrEqualTo(3);
        }
        assertThat(meant(offers, "session-99")).isEqualTo("yes");
        assertThat(meant(offers, "session-96")).isNull();
    }

    @Test
    void whatNoLongerHoldsDoesNotCount() {
        Offers offers = new Offers(1_000, 1_000);
        offers.said("bert", "t1", CARD, 300);
        for (int notification = 0; notification < 1_000; notification++) {
            offers.said("anna", null, CARD, 300);
            offers.said("carl", "t" + notification, CARD, 300);
            offers.over("carl", "t" + notification);
        }
        assertThat(meant(offers, "bert")).isEqualTo("yes");
        assertThat(offers.size()).isEqualTo(3);
    }

    @Test
    void oneThatOffersMoreThanAllMayTogetherKeepsNobodyOutForLong() {
        Offers offers = new Offers(1_000, 1_000);
        for (int card = 0; card < 1_000; card++) {
            offers.said("anna", "t1", CARD, 300);
        }
        assertThat(offers.size()).isLessThanOrEqualTo(1);
        offers.said("bert", "t1", CARD, 300);
        assertThat(meant(offers, "bert")).isEqualTo("yes");
    }

    /** What the bot hears when somebody says 1; null where that means nothing. */
    private static String meant(Offers offers, String session) {
        return offers.meant(session, new TurnRequest.Input("1", null, false, "test", null))
                .map(TurnRequest.Input::text)
                .orElse(null);
    }
}
