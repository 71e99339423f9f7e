package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a plain-text mail only what was newly written remains, and of that nothing is lost. */
class NewTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Mon, Nov 23, 2026 at 9:00 AM Bot <\nbot@example.org> wrote:\n\n> Hello?",
                "Am 23.11.2026 um 09:00 schrieb Bot <bot@example.org>:\n> Hallo?",
                "Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb Bot <\nbot@example.org>:\n\nHallo?",
                "Le lun. 23 nov. 2026 à 09:00, Bot <bot@example.org> a écrit :\n\n> Bonjour",
                "El 23/11/2026 a las 9:00, bot@example.org escribió:\n> Hola",
                "-----Ursprüngliche Nachricht-----\nVon: bot@example.org",
                "---------- Forwarded message ---------\nFrom: x",
                "Von: Bot <bot@example.org> \nGesendet: Montag, 23. November 2026 09:00\nAn: Anna\nBetreff: x\n\nHallo",
                "*From:* Bot <bot@example.org>\n*Sent:* Monday\n*To:* Anna\n*Subject:* x\n\nHello",
                "差出人: bot@example.org\n送信日時: 2026年11月23日\n宛先: 花子\n件名: x\n\nはい",
                "2026年11月23日(月) 9:00 Bot <bot@example.org>:\n> はい",
                "________________________________\nDe : bot@example.org\nEnvoyé : lundi\nÀ : anna\nObjet : x\n\nBonjour",
                "-- \nAnna\nExample Ltd",
                "Sent from my iPhone",
                "iPhoneから送信",
                "Gesendet mit der Telekom Mail App"
            })
    void whatClientsAddIsLeftOut(String added) {
        assertThat(NewText.of("Yes, please.\n\n" + added)).isEqualTo("Yes, please.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I need these three things:\nmilk\nbread",
                "From: Berlin\nI want to go to Munich",
                "On Monday at 9 he wrote:\nI am ill",
                "My order of 3.11. for anna@example.com:\nplease cancel it",
                "--> this one",
                "----\na table\n----",
                "Sent from my iPhone it looked right.\nNow it does not."
            })
    void whatAPersonWroteStays(String text) {
        assertThat(NewText.of(text)).isEqualTo(text);
    }

    @Test
    void noMailMakesItSlow() {
        String hostile = ("on " + "wrote ".repeat(60) + ":\n").repeat(2_000)
                + ("am 1 " + "schrieb ".repeat(45) + ":\n\n\n").repeat(2_000)
                + ">".repeat(100_000)
                + "\n".repeat(100_000)
                + "From: x\n".repeat(20_000)
                + "a".repeat(500_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> NewText.of(hostile));
    }
}
