package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.mail.MailBody.Attachment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a mail as real clients write it, the bot gets what the person newly wrote, in the right characters. */
class ClientMailsTest {

    @Test
    void aPlainMail() throws Exception {
        assertThat(Mails.file("plain.eml").body().text())
                .isEqualTo("Yes, that is the one.\n\nAnd please to my new address.");
    }

    @Test
    void gmailWithEmoji() throws Exception {
        IncomingMail mail = Mails.file("gmail.eml");
        assertThat(mail.body().text()).isEqualTo("Great, thank you! 🎉👩‍💻\n\nWhen will it arrive?");
        assertThat(mail.subject()).isEqualTo("Re: Your parcel 📦");
        assertThat(mail.sender()).isEqualTo("anna.berg@gmail.com");
    }

    @Test
    void outlookInGermanWithALogoAndAnAttachment() throws Exception {
        IncomingMail mail = Mails.file("outlook-de.eml");
        assertThat(mail.body().text())
                .isEqualTo("Guten Tag,\n\ndie Größe passt nicht – ich hätte gern „M“ für 20 €.\n\n"
                        + "Mit freundlichen Grüßen\n\nJörg Müller");
        assertThat(mail.subject()).isEqualTo("AW: Rücksendung Nr. 17");
        assertThat(mail.body().attachments())
                .extracting(Attachment::told)
                .containsExactly(Map.of("name", "Rücksendeschein.pdf", "type", "application/pdf"));
    }

    @Test
    void outlookOnTheWebWithSignatureAndEmojiAsPicture() throws Exception {
        assertThat(Mails.file("outlook-web.eml").body().text()).isEqualTo("Tomorrow is fine 😀.");
    }

    @Test
    void outlookOnATelephone() throws Exception {
        assertThat(Mails.file("outlook-mobile-de.eml").body().text()).isEqualTo("Ich möchte kündigen.");
    }

    @Test
    void appleMailWithAnAttachmentBetweenTwoTexts() throws Exception {
        IncomingMail mail = Mails.file("apple-mail.eml");
        assertThat(mail.body().text())
                .isEqualTo("Ja, bitte an die alte Adresse schicken. Hier ist sie:\n\nViele Grüße\nAnna");
        assertThat(mail.subject()).isEqualTo("Re: Rechnung für März");
        assertThat(mail.body().attachments())
                .extracting(Attachment::told)
                .containsExactly(Map.of("name", "Visitenkarte Büro.vcf", "type", "text/directory"));
    }

    @Test
    void anIPhone() throws Exception {
        assertThat(Mails.file("iphone-de.eml").body().text()).isEqualTo("Um 9 Uhr passt mir 👍🏽");
    }

    @Test
    void thunderbirdWithAnswersBetweenTheQuestions() throws Exception {
        assertThat(Mails.file("thunderbird.eml").body().text())
                .isEqualTo(
                        "It is 123-456. I wrote it down when I ordered, but the letter in which you sent it is lost.\n"
                                + "Malmö");
    }

    @Test
    void japaneseInTheOldEncodingWithMicrosoftsCharacters() throws Exception {
        IncomingMail mail = Mails.file("japanese.eml");
        assertThat(mail.body().text()).isEqualTo("お世話になっております。\n商品①が届きません。㈱山田");
        assertThat(mail.subject()).isEqualTo("Re: ご注文について");
    }

    @Test
    void japaneseFromGmailWithLinesThatOnlyTheClientBroke() throws Exception {
        IncomingMail mail = Mails.file("gmail-ja.eml");
        assertThat(mail.body().text()).isEqualTo("明日の午前中に変更してください。できれば十時から十一時のあいだに届けていただけると助かります😊");
        assertThat(mail.subject()).isEqualTo("配送日の変更");
    }

    @Test
    void aFirstMailThatSaysAllInItsSubject() throws Exception {
        assertThat(Mails.file("subject-only.eml").input())
                .isEqualTo(Map.of("text", "Where is my parcel?", "data", Map.of("subject", "Where is my parcel?")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain.eml", "gmail.eml", "outlook-de.eml", "outlook-web.eml", "apple-mail.eml", "japanese.eml"})
    void noneOfThemCountsAsAutomatic(String file) throws Exception {
        try (var in = getClass().getResourceAsStream("/mails/" + file)) {
            var mail = Mails.parse(in.readAllBytes());
            assertThat(new AutomaticMail("bot@example.org")
                            .check(mail, Sender.of(mail).orElseThrow()))
                    .isEmpty();
        }
    }
}
