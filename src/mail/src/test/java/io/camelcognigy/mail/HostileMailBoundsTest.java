package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.camelcognigy.mail.MailReader.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a mail may cost is bounded before anything is parsed: by its size, not by what is nested in what. Each mail here once
 * took all memory, or minutes.
 */
class HostileMailBoundsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String HEAD = "From: anna@example.com\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n";

    private final MailReader reader =
            new MailReader(new AutomaticMail("bot@example.org"), new SenderCheck("mx.example.org"));

    private Reading read(String mail) throws Exception {
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        return assertTimeoutPreemptively(SOON, () -> reader.read(bytes, () -> false));
    }

    private String text(String mail) throws Exception {
        return read(mail).incoming().body().text();
    }

    @Test
    void nestedQuotesWithManyLineBreaksStaySmall() throws Exception {
        String html = "<blockquote>".repeat(500) + "€" + "<br>".repeat(118_000);

        HtmlText text = assertTimeoutPreemptively(SOON, () -> HtmlText.of(html));
        assertThat(text.text().length()).isLessThanOrEqualTo(HtmlText.MAX_CHARS);
        assertThat(text.cut()).isTrue();
        assertThatCode(() -> read(HEAD + "Content-Type: text/html; charset=utf-8\r\n\r\n" + html))
                .doesNotThrowAnyException();
    }

    @Test
    void millionsOfHeaderLinesAreRefusedUnparsed() {
        assertThatThrownBy(() -> read(HEAD + "a:b\n".repeat(6_000_000) + "\r\nhello"))
                .isInstanceOf(MailRejectedException.class)
                .hasMessageContaining("headers");
    }

    @Test
    void millionsOfHeaderLinesOfAPartAreRefused() {
        assertThatThrownBy(() -> read(HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        + "a:b\n".repeat(6_000_000) + "\r\nhello\r\n--b--\r\n"))
                .isInstanceOf(MailRejectedException.class);
    }

    @Test
    void millionsOfEmptyPartsAreReadUpToABound() throws Exception {
        Reading reading = read(HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n"
                + "--b\r\n\r\n".repeat(3_400_000) + "--b--\r\n");

        assertThat(reading.incoming().body().text()).isEqualTo("hello");
        assertThat(reading.incoming().body().cut()).isTrue();
    }

    @Test
    void manyPartsOfNestedGmailQuotesShareOneBudget() throws Exception {
        String part = "Content-Type: text/html\r\n\r\n" + "<div class=\"gmail_quote\">".repeat(19_000) + "\r\n";
        StringBuilder mail = new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 45; i++) {
            mail.append("--b\r\n").append(part);
        }
        assertThat(read(mail + "--b--\r\n").incoming().body().cut()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b hidden>x</b>",
                "<div class=gmail_quote>",
                "<div style='display:none'>",
                "<blockquote><p>",
                "<table><tr><td>",
                "<pre>\n\n\n\n",
                "<a><b><i>",
                "<svg><p>",
                "&lt;",
                "<!--",
                "<select><option>x"
            })
    void noHtmlMakesItSlow(String piece) {
        String html = piece.repeat(512 * 1024 / piece.length());

        assertTimeoutPreemptively(SOON, () -> NewText.of(HtmlText.of(html).text()));
    }

    @Test
    void nestedMultipartsEndAtADepth() throws Exception {
        StringBuilder mail = new StringBuilder(HEAD);
        for (int i = 0; i < 5_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThat(read(mail + "\r\nhello").incoming().body().cut()).isTrue();
    }

    @Test
    void longTextIsCutAndSaysSo() throws Exception {
        Reading reading = read(HEAD + "\r\n" + "All I want to say. ".repeat(40_000));

        assertThat(reading.incoming().body().text().length()).isLessThanOrEqualTo(512 * 1024);
        assertThat(reading.incoming().input().get("data")).asString().contains("cut=true");
    }

    @Test
    void whatIsLateIsGivenUp() {
        byte[] mail = (HEAD + "\r\nhello").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> reader.read(mail, () -> true)).isInstanceOf(MailRejectedException.class);
    }

    @Test
    void aBoundaryThatBeginsAnotherIsNotTaken() throws Exception {
        assertThat(text(HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\r\ninner\r\n--bb--\r\n"
                        + "--b\r\n\r\n--bc is text\r\n--b--\r\nepilogue"))
                .isEqualTo("inner\n\n--bc is text");
    }

    @Test
    void partsWithoutAnEndAreReadToTheEnd() throws Exception {
        assertThat(text(HEAD + "Content-Type: multipart/mixed; boundary=\"b\"\n\npreamble\n--b\n\none\n--b\n\ntwo"))
                .isEqualTo("one\n\ntwo");
    }

    @Test
    void aCalendarsAnswerIsAutomatic() throws Exception {
        assertThat(read(HEAD + "Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR")
                        .noAnswer())
                .isEqualTo(NoAnswer.CALENDAR_REPLY);
        assertThat(read(HEAD + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nAnna accepts\r\n"
                                + "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n--b--")
                        .noAnswer())
                .isEqualTo(NoAnswer.CALENDAR_REPLY);
        assertThat(read(HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee you?\r\n"
                                + "--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--b--")
                        .noAnswer())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; spf=pass smtp.mailfrom=x; dmarc=fail (p=reject; dis=none) header.from=example.com",
                "MX.example.org 1;\r\n dkim=none;\r\n DMARC = Fail header.from=example.com"
            })
    void whatTheNamedServerSaysOfTheSenderCounts(String results) throws Exception {
        assertThat(read("Authentication-Results: " + results + "\r\n" + HEAD + "\r\nhello")
                        .forged())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; dmarc=pass (dmarc=fail in the past) header.from=example.com",
                "mx.example.org; spf=fail smtp.mailfrom=x; dmarc=none",
                "mx.evil.example; dmarc=fail",
                "mx.example.org.evil.example; dmarc=fail"
            })
    void whatOthersSayOfHimDoesNot(String results) throws Exception {
        assertThat(read("Authentication-Results: " + results + "\r\n" + HEAD + "\r\nhello")
                        .forged())
                .isFalse();
    }

    @Test
    void whatIsNotAskedForIsNotLookedAt() throws Exception {
        MailReader other = new MailReader(new AutomaticMail("bot@example.org"), new SenderCheck(""));
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes(
                ("Authentication-Results: ; dmarc=fail\r\n" + HEAD + "\r\nhello").getBytes(StandardCharsets.UTF_8));

        assertThat(other.read(mail.toByteArray(), () -> false).forged()).isFalse();
    }
}
