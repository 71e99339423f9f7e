package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail that no person waits to see answered is never answered (RFC 3834). */
class AutomaticMailTest {

    private final AutomaticMail rule = new AutomaticMail("bot@example.org");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Auto-Submitted: auto-replied                 | AUTO_SUBMITTED
                    AUTO-SUBMITTED: Auto-Generated               | AUTO_SUBMITTED
                    auto-submitted: auto-notified; owner-email=x | AUTO_SUBMITTED
                    X-Autoreply: yes                             | AUTO_SUBMITTED
                    X-Auto-Response-Suppress: DR, AutoReply      | AUTO_SUBMITTED
                    Precedence: bulk                             | PRECEDENCE
                    Precedence: List                             | PRECEDENCE
                    precedence: junk                             | PRECEDENCE
                    List-Id: <news.example.com>                  | MAILING_LIST
                    List-Unsubscribe: <https://example.com/u>    | MAILING_LIST
                    Return-Path: <>                              | EMPTY_RETURN_PATH
                    Return-Path:                                 | EMPTY_RETURN_PATH
                    Return-Path: <MAILER-DAEMON@example.com>     | EMPTY_RETURN_PATH
                    Content-Type: multipart/report; boundary=x   | REPORT
                    """)
    void aHeaderSaysSo(String header, NoAnswer reason) throws Exception {
        assertThat(rule.check(Mails.of("From: anna@example.com", header, "", "x"), "anna@example.com"))
                .contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: no",
                "Auto-Submitted: No (a person wrote this)",
                "Precedence: first-class",
                "Return-Path: <anna@example.com>",
                "Content-Type: text/plain",
                "X-List-Price: 3"
            })
    void ordinaryHeadersDoNot(String header) throws Exception {
        assertThat(rule.check(Mails.of("From: anna@example.com", header, "", "x"), "anna@example.com"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailer-daemon@example.com",
                "no-reply@example.com",
                "noreply-orders@example.com",
                "shop.donotreply@example.com",
                "bounces+123=anna=example.org@example.com",
                "owner-news@example.com",
                "news-request@example.com",
                "postmaster@example.com"
            })
    void nobodyReadsTheSendersMailbox(String sender) throws Exception {
        assertThat(rule.check(Mails.of("From: " + sender, "", "x"), sender)).contains(NoAnswer.NO_READER);
    }

    @Test
    void ourOwnMailIsNotAnsweredUnderAnyTag() throws Exception {
        assertThat(rule.check(Mails.of("From: x", "", "x"), "bot@example.org")).contains(NoAnswer.OWN_ADDRESS);
        assertThat(rule.check(Mails.of("From: x", "", "x"), "bot+7@example.org"))
                .contains(NoAnswer.OWN_ADDRESS);
        assertThat(rule.check(Mails.of("From: x", "", "x"), "robot@example.org"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: anna@example.com, eve@example.com",
                "From: people: anna@example.com;",
                "From: \"anna@example.com\r\n Bcc: eve@example.com\"@x y",
                "From: <>",
                "From: anna",
                "From:",
                "From: anna@example.com\r\nFrom: eve@example.com",
                "From: \"a b\"@example.com",
                "From: jörg@example.com",
                "To: bot@example.org"
            })
    void aMailWithoutOnePlainSenderHasNone(String headers) throws Exception {
        assertThat(Sender.of(Mails.of(headers, "", "x"))).isEmpty();
    }

    @Test
    void onlyTheAuthorIsTheSender() throws Exception {
        assertThat(Sender.of(Mails.of(
                        "Reply-To: eve@example.com",
                        "Sender: eve@example.com",
                        "Return-Path: <eve@example.com>",
                        "From: \"eve@example.com\" <Anna@Example.com>",
                        "",
                        "x")))
                .contains("anna@example.com");
    }
}
