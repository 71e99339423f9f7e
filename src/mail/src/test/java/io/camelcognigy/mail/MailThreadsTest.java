package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A mail's session is its thread's, for one sender. It is found by what we wrote into our Message-IDs, by anyone who has
 * the secret; else by the thread's first mail; and no header leads into someone else's session.
 */
class MailThreadsTest {

    private static final String FIRST = "<first@client.example>";

    private final MailThreads threads = threads("the secret");

    private static MailThreads threads(String secret) {
        return new MailThreads(new ThreadTokens(secret, "example.org"));
    }

    private static IncomingMail mail(String from, String id, String... headers) throws Exception {
        List<String> lines = new ArrayList<>(List.of("From: " + from, "Message-ID: " + id));
        lines.addAll(List.of(headers));
        lines.addAll(List.of("", "hello"));
        return Mails.read(lines.toArray(String[]::new));
    }

    @Test
    void aFirstMailOpensASessionOfItsOwn() throws Exception {
        String one = threads.sessionKey(mail("anna@example.com", FIRST));
        String two = threads.sessionKey(mail("anna@example.com", "<second@client.example>"));

        assertThat(one).matches("mail-[0-9a-f]{32}").isNotEqualTo(two);
    }

    @Test
    void theAnswerToOurMailFindsItsSessionAfterARestartByInReplyToAlone() throws Exception {
        IncomingMail first = mail("anna@example.com", FIRST);
        String key = threads.sessionKey(first);
        String ours = threads.replyId(first, key);

        IncomingMail answer = mail("Anna <ANNA@example.com>", "<2@client.example>", "In-Reply-To: " + ours);
        assertThat(threads("the secret").sessionKey(answer)).isEqualTo(key);
    }

    @Test
    void aThreadStaysOneSessionOverManyMailsAndWhateverTheClientLeavesOut() throws Exception {
        IncomingMail mail = mail("anna@example.com", FIRST);
        String key = threads.sessionKey(mail);
        for (int i = 0; i < 50; i++) {
            String ours = threads.replyId(mail, key);
            String references =
                    "References: " + String.join(" ", mail.references()) + " " + mail.messageId() + " " + ours;
            mail = mail(
                    "anna@example.com", "<" + i + "@client.example>", i % 2 == 0 ? references : "In-Reply-To: " + ours);
            assertThat(threads.sessionKey(mail)).isEqualTo(key);
        }
    }

    @Test
    void aSecondMailBeforeOurAnswerIsInTheSameSession() throws Exception {
        IncomingMail second = mail("anna@example.com", "<2@client.example>", "References: " + FIRST);

        assertThat(threads.sessionKey(second)).isEqualTo(threads.sessionKey(mail("anna@example.com", FIRST)));
    }

    @Test
    void whoeverLearnsAMessageIdDoesNotGetIntoTheSession() throws Exception {
        IncomingMail first = mail("anna@example.com", FIRST);
        String key = threads.sessionKey(first);
        String ours = threads.replyId(first, key);

        assertThat(threads.sessionKey(mail("eve@example.com", "<e1@e>", "In-Reply-To: " + ours)))
                .isNotEqualTo(key);
        assertThat(threads.sessionKey(mail("eve@example.com", "<e2@e>", "References: " + FIRST)))
                .isNotEqualTo(key);
        assertThat(threads.sessionKey(mail("eve@example.com", FIRST))).isNotEqualTo(key);
    }

    @Test
    void aTokenThatIsNotOursIsNoToken() throws Exception {
        IncomingMail first = mail("anna@example.com", FIRST);
        String ours = threads.replyId(first, "mail-00112233445566778899aabbccddeeff");
        ThreadTokens tokens = new ThreadTokens("the secret", "example.org");

        assertThat(tokens.find(ours, "anna@example.com")).contains("mail-00112233445566778899aabbccddeeff");
        assertThat(new ThreadTokens("another", "example.org").find(ours, "anna@example.com"))
                .isEmpty();
        for (int i = 5; i < ours.indexOf('@'); i++) {
            char other = ours.charAt(i) == 'x' ? 'y' : 'x';
            String changed = ours.substring(0, i) + other + ours.substring(i + 1);
            assertThat(tokens.find(changed, "anna@example.com")).isEmpty();
        }
        assertThat(tokens.find("<cg1.0@x>", "anna@example.com")).isEmpty();
        assertThat(tokens.find("<cg1." + "z".repeat(63) + "@x>", "anna@example.com"))
                .isEmpty();
    }

    @Test
    void twoAnswersToTheSameMailHaveTheSameId() throws Exception {
        IncomingMail mail = mail("anna@example.com", FIRST);
        IncomingMail other = mail("anna@example.com", "<other@client.example>", "References: " + FIRST);
        String key = threads.sessionKey(mail);

        assertThat(threads.replyId(mail, key)).isEqualTo(threads("the secret").replyId(mail, key));
        assertThat(threads.replyId(other, key)).isNotEqualTo(threads.replyId(mail, key));
    }

    @Test
    void aMailWithoutAnIdIsTheSameMailAtEveryReading() throws Exception {
        IncomingMail once = Mails.read("From: anna@example.com", "Date: today", "", "hello");
        IncomingMail again = Mails.read("From: anna@example.com", "Date: today", "", "hello");

        assertThat(once.messageId()).isNull();
        assertThat(threads.sessionKey(once)).isEqualTo(threads.sessionKey(again));
    }
}
