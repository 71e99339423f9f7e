package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.mail.ReplyBody.Output;
import io.camelcognigy.mail.ReplyMail.Kind;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session remembers where its thread is as plain strings, of bounded length; none of them adds a header to a mail. */
class ReplyAddressTest {

    private static final String KEY = "mail-" + "0a".repeat(16);

    private static ReplyAddress read(Map<String, ?> remembered) {
        return ReplyAddress.of(name -> (String) remembered.get(name));
    }

    private static IncomingMail mail(String references) throws Exception {
        return Mails.read(
                "From: Anna <anna@example.com>",
                "Subject: Grüße",
                "Message-ID: <latest@client.example>",
                "References: " + references,
                "",
                "hello");
    }

    @Test
    void whatWasRememberedIsReadAsItWas() throws Exception {
        ReplyAddress address = ReplyAddress.of(mail("<first@x> <second@x>"), KEY);

        assertThat(read(address.remembered("mail"))).isEqualTo(address);
        assertThat(address.references()).containsExactly("<first@x>", "<second@x>", "<latest@client.example>");
        assertThat(address.isComplete()).isTrue();
        assertThat(address.remembered("mail")).containsEntry("road", "mail");
    }

    @Test
    void ofALongThreadTheFirstMailAndTheLatestAreRemembered() throws Exception {
        String references = IntStream.range(0, 20)
                .mapToObj(i -> "<" + i + "x".repeat(240) + "@client.example>")
                .collect(Collectors.joining("\r\n "));
        Map<String, Object> remembered = ReplyAddress.of(mail(references), KEY).remembered("mail");

        assertThat((String) remembered.get(ReplyAddress.REFERENCES)).hasSizeBetween(1_500, 2_000);
        assertThat(read(remembered).references())
                .hasSizeLessThan(10)
                .startsWith("<0" + "x".repeat(240) + "@client.example>")
                .endsWith("<latest@client.example>");
    }

    @Test
    void whatHasNoPlainFormIsNoAddress() {
        for (String to : List.of(
                "anna@x\r\nBcc: eve@x", "anna@x, eve@x", "\"a b\"@x", "Anna <anna@x>", "anna", "", "anna@x\n")) {
            assertThat(read(Map.of(ReplyAddress.TO, to, ReplyAddress.SESSION_KEY, KEY))
                            .isComplete())
                    .isFalse();
        }
        for (String key : List.of("mail-", KEY + "0", "anna", KEY.toUpperCase(), KEY + "\n")) {
            assertThat(read(Map.of(ReplyAddress.TO, "anna@x", ReplyAddress.SESSION_KEY, key))
                            .isComplete())
                    .isFalse();
        }
        assertThat(read(Map.of()).isComplete()).isFalse();
    }

    @Test
    void nothingRememberedAddsAHeader() throws Exception {
        Map<String, String> hostile = new HashMap<>();
        hostile.put(ReplyAddress.TO, "anna@example.com");
        hostile.put(ReplyAddress.SESSION_KEY, KEY);
        hostile.put(ReplyAddress.SUBJECT, "Hi\r\nBcc: eve@example.com\u2028X: y");
        hostile.put(ReplyAddress.IN_REPLY_TO, "<a@x>\r\nBcc: eve@example.com");
        hostile.put(ReplyAddress.REFERENCES, "<a@x>\r\nX: y\r\n <b\r\nBcc:eve@x> <c@x>");

        MimeMessage mail = written(read(hostile));
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("X")).isNull();
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("anna@example.com"));
        assertThat(mail.getSubject()).isEqualTo("Re: Hi Bcc: eve@example.com X: y");
        assertThat(mail.getHeader("In-Reply-To")).containsExactly("<a@x>");
        assertThat(mail.getHeader("References", " ").replaceAll("\\s+", " ")).isEqualTo("<a@x> <c@x>");
    }

    @Test
    void aMailToNobodyHasAnIdThatLeadsToNoSession() throws Exception {
        MimeMessage mail = written(read(Map.of(ReplyAddress.SUBJECT, "x")));

        assertThat(mail.getAllRecipients()).isNull();
        assertThat(mail.getHeader("Message-ID")[0]).matches("<[0-9a-f]{32}@example.org>");
    }

    private static MimeMessage written(ReplyAddress address) throws Exception {
        MailThreads threads = new MailThreads(new ThreadTokens("the secret", "example.org"), "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReplyMail.write(
                        Kind.UNASKED,
                        address,
                        ReplyBody.of(List.of(new Output("hello", null))),
                        new InternetAddress("bot@example.org"),
                        threads.unaskedId(address, "1"),
                        Clock.systemUTC())
                .writeTo(bytes);
        return Mails.parse(bytes.toByteArray());
    }
}
