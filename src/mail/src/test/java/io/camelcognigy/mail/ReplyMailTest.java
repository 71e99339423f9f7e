package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.mail.ReplyBody.Output;
import io.camelcognigy.mail.ReplyMail.Kind;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All outputs of a turn are one mail, in the thread, marked as automatic; nothing of a sender or a bot gets out of line. */
class ReplyMailTest {

    private static final String KEY = "mail-" + "0".repeat(32);
    private static final String ID = "<cg1.token@example.org>";

    private static MimeMessage reply(IncomingMail mail, Output... outputs) throws Exception {
        MimeMessage reply = ReplyMail.write(
                Kind.ANSWER,
                ReplyAddress.of(mail, KEY),
                ReplyBody.of(List.of(outputs)),
                new InternetAddress("bot@example.org", "Support", "UTF-8"),
                ID,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reply.writeTo(bytes);
        return Mails.parse(bytes.toByteArray());
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        return ((MimeMultipart) mail.getContent())
                .getBodyPart(index)
                .getContent()
                .toString()
                .replace("\r\n", "\n");
    }

    private static Output text(String text) {
        return new Output(text, null);
    }

    @Test
    void itsHeadersPutItIntoTheThreadAndMarkItAsAutomatic() throws Exception {
        MimeMessage reply = reply(Mails.file("plain.eml"), text("Fine."));

        assertThat(reply.getHeader("Message-ID")).containsExactly(ID);
        assertThat(reply.getHeader("In-Reply-To")).containsExactly("<20261122095958.GA12@host.example.com>");
        assertThat(reply.getHeader("References", " ").replaceAll("\\s+", " "))
                .isEqualTo("<first@host.example.com> <second@example.org> <20261122095958.GA12@host.example.com>");
        assertThat(reply.getSubject()).isEqualTo("Re: Order 4711");
        assertThat(reply.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(reply.getHeader("To")).containsExactly("anna@example.com");
        assertThat(reply.getHeader("From")).containsExactly("Support <bot@example.org>");
        assertThat(reply.getHeader("Cc")).isNull();
        assertThat(new AutomaticMail("other@example.net").check(reply, "bot@example.org"))
                .contains(NoAnswer.AUTO_SUBMITTED);
    }

    @Test
    void severalOutputsAreOneMailInTwoForms() throws Exception {
        MimeMessage reply = reply(Mails.file("plain.eml"), text("Grüße 🎉\nzwei"), text(" "), text("三"));

        assertThat(reply.getContentType()).startsWith("multipart/alternative");
        assertThat(part(reply, 0)).isEqualTo("Grüße 🎉\nzwei\n\n三");
        assertThat(part(reply, 1)).contains("<p>Grüße 🎉<br>\nzwei</p>\n<p>三</p>");
    }

    @Test
    void quickRepliesButtonsAndCardsAreLists() throws Exception {
        Map<String, Object> rich = Map.of(
                "_buttons",
                Map.of(
                        "type",
                        "buttons",
                        "buttons",
                        List.of(
                                Map.of("title", "Shop", "type", "web_url", "url", "https://example.org/?a=1&b=\"2"),
                                Map.of("title", "Site", "type", "web_url", "url", "https://example.org/?a=1&b=2"),
                                Map.of("title", "Call", "type", "phone_number", "payload", "+49 (30) 1"),
                                Map.of("title", "Evil", "type", "web_url", "url", "javascript:alert(1)"),
                                Map.of(
                                        "title",
                                        "More\r\nBcc: eve@example.com",
                                        "type",
                                        "postback",
                                        "payload",
                                        "more"))));
        MimeMessage reply =
                reply(Mails.file("plain.eml"), new Output("Choose", Map.of("_cognigy", Map.of("_default", rich))));

        assertThat(part(reply, 0))
                .isEqualTo("Choose\n\n- Shop\n- Site: https://example.org/?a=1&b=2\n- Call: tel:+49301\n- Evil\n"
                        + "1. More Bcc: eve@example.com");
        assertThat(part(reply, 1))
                .contains("<li><a href=\"https://example.org/?a=1&amp;b=2\">Site</a></li>", "<li>Evil</li>")
                .doesNotContain("javascript");
    }

    @Test
    void theChoicesOfAMailAreNumberedThrough() throws Exception {
        Map<String, Object> yes =
                Map.of("_buttons", Map.of("buttons", List.of(Map.of("title", "Yes", "payload", "y"))));
        Output question = new Output(null, Map.of("_cognigy", Map.of("_default", yes)));

        MimeMessage reply = reply(Mails.file("plain.eml"), text("Tea?"), question, text("Milk?"), question);

        assertThat(part(reply, 0)).isEqualTo("Tea?\n\n1. Yes\n\nMilk?\n\n2. Yes");
        assertThat(part(reply, 1)).contains("<li>1. Yes</li>", "<li>2. Yes</li>");
    }

    @Test
    void whateverTheShapeOfDataItIsNoReasonToFail() throws Exception {
        for (Object data : new Object[] {
            "text",
            List.of(1),
            Map.of("_cognigy", 7),
            Map.of("_cognigy", Map.of("_default", List.of())),
            Map.of("_cognigy", Map.of("_default", Map.of("_list", Map.of("items", List.of("x", Map.of("title", 3)))))),
            Map.of("attachments", Map.of())
        }) {
            assertThat(part(reply(Mails.file("plain.eml"), new Output("x", data)), 0))
                    .isEqualTo("x");
        }
    }

    @Test
    void whatTheBotSaysIsTextAndNeverMarkup() throws Exception {
        MimeMessage reply = reply(Mails.file("plain.eml"), text("<script>alert('&')</script>"));

        assertThat(part(reply, 0)).isEqualTo("<script>alert('&')</script>");
        assertThat(part(reply, 1)).contains("&lt;script&gt;alert(").doesNotContain("<script");
    }

    @Test
    void whatATerminalOrAMailClientWouldObeyIsLeftOut() throws Exception {
        String said = "\u001b[31mred\u0000 a\u202eb\u2066c\u2069 \u0007bell\r\ntwo\tthree\u2028four \ud83d x";
        MimeMessage reply = reply(Mails.file("plain.eml"), text(said));

        assertThat(part(reply, 0)).isEqualTo("[31mred abc bell\ntwo\tthree\nfour \ufffd x");
        assertThat(part(reply, 1)).doesNotContain("\u001b", "\u0000", "\u202e", "&#x1b;", "&#x202e;");
    }

    @Test
    void whatTheBotSaysHasABound() throws Exception {
        Output[] outputs = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> text("x".repeat(100_000)))
                .toArray(Output[]::new);

        assertThat(part(reply(Mails.file("plain.eml"), outputs), 0))
                .endsWith("\n\n[...]")
                .hasSizeLessThan(1_100_000);
    }

    @Test
    void aLineBreakInASubjectAddsNoHeader() throws Exception {
        String encoded = "=?UTF-8?Q?Hi=0D=0ABcc:_eve@example.com=0AX:_y=E2=80=A8z?=";
        IncomingMail mail = Mails.read(
                "From: \"Anna\r\n Bcc: eve@example.com\" <anna@example.com>", "Subject: " + encoded, "", "x");
        MimeMessage reply = reply(mail, text("x"));

        assertThat(reply.getHeader("Bcc")).isNull();
        assertThat(reply.getHeader("X")).isNull();
        assertThat(reply.getSubject()).isEqualTo("Re: Hi Bcc: eve@example.com X: y z");
        assertThat(reply.getAllRecipients()).containsExactly(new InternetAddress("anna@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "Order, Re: Order",
        "Re: Order, Re: Order",
        "RE: AW: Sv: re[2]: Order, Re: Order",
        "返信：注文, Re: 注文",
        "Reply wanted, Re: Reply wanted",
        "'', Re: (no subject)",
        "Re:, Re: (no subject)"
    })
    void reStandsThereOnce(String subject, String expected) {
        assertThat(ReplyMail.subject(subject)).isEqualTo(expected);
    }

    @Test
    void theWholeMailIsPlainAsciiOnTheWire() throws Exception {
        IncomingMail mail = Mails.file("gmail-ja.eml");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReplyMail.write(
                        Kind.ANSWER,
                        ReplyAddress.of(mail, KEY),
                        ReplyBody.of(List.of(text("はい😊"))),
                        new InternetAddress("bot@example.org"),
                        ID,
                        Clock.systemUTC())
                .writeTo(bytes);
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1).chars()).allMatch(c -> c < 128);
    }
}
