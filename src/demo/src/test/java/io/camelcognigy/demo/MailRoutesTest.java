package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.jms.Relay;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.Message;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.mail.Flags.Flag;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code routes/mail.yaml} promises, on a real mail server and with the simulated endpoint: a person's mail has one
 * answer, in its thread, from its thread's session; no other mail has one; and a mail is seen only once it is dealt with.
 */
class MailRoutesTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";

    private EmbeddedMail server;
    private SimulatedEndpoint endpoint;
    private MailBridge bridge;
    private MailProbe probe;
    private int mails;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedMail.start(0, 0);
        DemoBot demo = new DemoBot();
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    if ("tell".equals(input.text())) {
                        tell(reply);
                    } else {
                        demo.answer(input, reply);
                    }
                })
                .start();
        bridge = bridge(Map.of());
        probe = new MailProbe(server);
    }

    private static void tell(Reply reply) {
        for (int i = 1; i <= 40; i++) {
            reply.say(Message.piece("m-1", "word " + i + " "));
            if (i == 20) {
                reply.say(Message.quickReplies("Look?", "Yes"));
            }
        }
        reply.say(Message.lastPiece("m-1", "stop"));
        reply.finalPing();
    }

    @AfterEach
    void stop() {
        bridge.close();
        endpoint.close();
        server.close();
    }

    private MailBridge bridge(Map<String, String> settings) throws Exception {
        return new MailBridge(server, endpoint.endpointUrl(), BOT, settings);
    }

    /** A mail from Anna to the bot; gives its Message-ID. */
    private String write(String text, String... headers) {
        String id = "<" + ++mails + "@client.example>";
        String[] lines = new String[headers.length + 5];
        lines[0] = "From: Anna <" + ANNA + ">";
        lines[1] = "Subject: hello";
        lines[2] = "Message-ID: " + id;
        System.arraycopy(headers, 0, lines, 3, headers.length);
        lines[headers.length + 3] = "";
        lines[headers.length + 4] = text;
        probe.send(ANNA, BOT, lines);
        return id;
    }

    private static String text(Stored mail) throws Exception {
        return ((MimeMultipart) mail.mail().getContent())
                .getBodyPart(0)
                .getContent()
                .toString()
                .replace("\r\n", "\n");
    }

    private List<String> sessions() {
        return endpoint.journal().inputs().stream()
                .map(ReceivedInput::sessionId)
                .distinct()
                .toList();
    }

    @Test
    void aMailHasItsAnswerInTheThread() throws Exception {
        String id = write("hello");

        Stored answer = probe.awaitMails(ANNA, 1).get(0);
        assertThat(text(answer)).isEqualTo("You said: hello");
        assertThat(answer.header("In-Reply-To")).isEqualTo(id);
        assertThat(answer.header("References")).isEqualTo(id);
        assertThat(answer.header("Subject")).isEqualTo("Re: hello");
        assertThat(answer.header("Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(answer.header("Return-Path")).isEqualTo("<>");
        assertThat(answer.header("From")).isEqualTo(BOT);
        assertThat(answer.header("To")).isEqualTo(ANNA);
        probe.awaitSeen(BOT);
        assertThat(probe.mails(BOT))
                .singleElement()
                .satisfies(mail -> assertThat(mail.is(Flag.ANSWERED)).isTrue());
    }

    @Test
    void theBotHearsAHashedSessionTheTextTheSubjectAndTheNamesOfAttachments() throws Exception {
        probe.send(ANNA, BOT, Files.readAllBytes(Path.of("src/mail/src/test/resources/mails/outlook-de.eml")));
        probe.awaitMails("joerg.mueller@example.de", 1);

        ReceivedInput input = endpoint.journal().inputs().get(0);
        assertThat(input.text()).startsWith("Guten Tag,\n\ndie Größe passt nicht");
        assertThat(input.data())
                .isEqualTo(Map.of(
                        "subject",
                        "AW: Rücksendung Nr. 17",
                        "attachments",
                        List.of(Map.of("name", "Rücksendeschein.pdf", "type", "application/pdf"))));
        assertThat(input.sessionId()).matches("[0-9a-f]{64}");
        assertThat(input.userId()).isEqualTo(input.sessionId());
    }

    @Test
    void aBotThatStreamsFortyPiecesWithACardInBetweenWritesOneParagraphAndTheCard() throws Exception {
        write("tell");

        String joined = IntStream.rangeClosed(1, 40).mapToObj(i -> "word " + i).collect(Collectors.joining(" "));
        assertThat(text(probe.awaitMails(ANNA, 1).get(0)).replace(" \n", " "))
                .isEqualTo(joined + "\n\nLook?\n\n1. Yes");
    }

    @Test
    void allOutputsOfATurnAreOneMail() throws Exception {
        write("count 3");

        assertThat(text(probe.awaitMails(ANNA, 1).get(0))).isEqualTo("1 of 3\n\n2 of 3\n\n3 of 3");
    }

    @Test
    void anAnswerFindsItsSessionAfterARestart() throws Exception {
        write("hello");
        String ours = probe.awaitMails(ANNA, 1).get(0).header("Message-ID");
        bridge.close();
        bridge = bridge(Map.of());

        write("and now?", "In-Reply-To: " + ours);
        assertThat(probe.awaitMails(ANNA, 2).get(1).header("References")).startsWith(ours);
        assertThat(endpoint.journal().inputs()).hasSize(2);
        assertThat(sessions()).hasSize(1);
    }

    @Test
    void anotherMailIsAnotherSession() {
        write("hello");
        write("hello");

        probe.awaitMails(ANNA, 2);
        assertThat(sessions()).hasSize(2);
    }

    @Test
    void whatNoPersonWaitsForHasNoAnswer() {
        List<String> headers = List.of(
                "Auto-Submitted: auto-replied",
                "Precedence: bulk",
                "Precedence: list",
                "Precedence: junk",
                "List-Id: <news.example.com>",
                "Content-Type: multipart/report; boundary=x");
        List<String> senders =
                List.of("MAILER-DAEMON@localhost", "no-reply@localhost", BOT, "Bot+x@localhost", "a@x, b@x");
        headers.forEach(header -> write("hello", header));
        senders.forEach(sender -> probe.send(ANNA, BOT, "From: " + sender, "", "hello"));
        probe.send("", BOT, "From: " + ANNA, "", "a bounce");
        String last = write("hello");

        assertThat(probe.awaitMails(ANNA, 1))
                .singleElement()
                .satisfies(mail -> assertThat(mail.header("In-Reply-To")).isEqualTo(last));
        probe.awaitSeen(BOT);
        assertThat(probe.mails(BOT))
                .hasSize(headers.size() + senders.size() + 2)
                .filteredOn(mail -> mail.is(Flag.ANSWERED))
                .hasSize(1);
        assertThat(endpoint.journal().inputs()).hasSize(1);
        assertThat(probe.mails(BOT, "Failed")).isEmpty();
        assertThat(bridge.numbers().answered()).isOne();
    }

    @Test
    void twoBridgesThatWriteToEachOtherStopAtOnce() throws Exception {
        try (MailBridge other = new MailBridge(server, endpoint.endpointUrl(), "other@localhost", Map.of())) {
            probe.send("other@localhost", BOT, "From: other@localhost", "Message-ID: <1@x>", "", "hello");

            probe.awaitMails("other@localhost", 1);
            probe.awaitSeen("other@localhost");
            assertThat(probe.mails("other@localhost").get(0).is(Flag.ANSWERED)).isFalse();
            assertThat(probe.mails(BOT)).hasSize(1);
            assertThat(endpoint.journal().inputs()).hasSize(1);
        }
    }

    @Test
    void moreThanSoManyAnHourHaveNoAnswer() throws Exception {
        bridge.close();
        bridge = bridge(Map.of("mail.answers-per-hour", "3"));
        for (int i = 0; i < 5; i++) {
            write("hello");
        }
        probe.send("bo@localhost", BOT, "From: bo@localhost", "", "hello");

        probe.awaitMails("bo@localhost", 1);
        probe.awaitSeen(BOT);
        assertThat(probe.mails(ANNA)).hasSize(3);
        assertThat(endpoint.journal().inputs()).hasSize(4);
    }

    @Test
    void aMailThatComesTwiceHasOneAnswerAlsoAfterARestart() throws Exception {
        probe.send(ANNA, BOT, "From: " + ANNA, "Message-ID: <same@client.example>", "", "hello");
        probe.awaitMails(ANNA, 1);
        probe.awaitSeen(BOT);
        bridge.close();
        probe.send(ANNA, BOT, "From: " + ANNA, "Message-ID: <same@client.example>", "", "hello");
        bridge = bridge(Map.of());

        MailProbe.waiting().until(() -> probe.mails(BOT).size() == 2);
        probe.awaitSeen(BOT);
        assertThat(probe.mails(ANNA)).hasSize(1);
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void aFailedTurnPutsItsMailIntoTheFolderFailedAndTheNextGoesOn() throws Exception {
        write("exception");
        write("hello");

        assertThat(text(probe.awaitMails(ANNA, 1).get(0))).isEqualTo("You said: hello");
        Stored failed = probe.awaitMails(BOT, "Failed", 1).get(0);
        assertThat(failed.is(Flag.SEEN)).isFalse();
        assertThat(failed.header("Message-ID")).isEqualTo("<1@client.example>");
        MailProbe.waiting().until(() -> probe.mails(BOT).size() == 1);
    }

    @Test
    void aMailThatIsTooLargeOrBrokenFailsAndTheNextGoesOn() throws Exception {
        write("x".repeat(200_000));
        write("--y\r\n", "Content-Type: multipart/mixed; boundary=\"");
        write("hello");

        probe.awaitMails(BOT, "Failed", 1);
        MailProbe.waiting()
                .until(() -> probe.mails(ANNA).stream().anyMatch(mail -> "<3@client.example>".equals(replyTo(mail))));
    }

    private static String replyTo(Stored mail) {
        try {
            return mail.header("In-Reply-To");
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whereAnAnswerCannotBeSentAtAllTheBotIsNotAskedAndTheMailWaits() throws Exception {
        bridge.close();
        bridge = bridge(Map.of("mail.smtp-url", "smtp://127.0.0.1:" + closedPort()));
        MailProbe.waiting().until(() -> bridge.numbers().smtpFailure() != null);
        write("hello");

        MailProbe.waiting().until(() -> bridge.numbers().unseen() == 1);
        assertThat(endpoint.journal().inputs()).isEmpty();
        assertThat(probe.unseen(BOT)).isOne();
        assertThat(probe.mails(BOT, "Failed")).isEmpty();
    }

    @Test
    void whereTheConnectionIsLostInMidTurnThereIsOneQuestionAndOneAnswer() throws Exception {
        bridge.close();
        try (Relay relay = new Relay(URI.create(server.imapUrl()).getPort())) {
            bridge = bridge(Map.of("mail.imap-url", "imap://127.0.0.1:" + relay.port()));
            write("slow 1000");
            MailProbe.waiting().until(() -> endpoint.journal().inputs().size() == 1);
            relay.cut();

            probe.awaitMails(ANNA, 1);
            probe.awaitSeen(BOT);
            assertThat(probe.mails(BOT))
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.is(Flag.ANSWERED)).isTrue());
            assertThat(probe.mails(ANNA)).hasSize(1);
            assertThat(endpoint.journal().inputs()).hasSize(1);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aBotThatSaysNothingLeavesTheMailAnsweredWithoutAMail() {
        write("silent");

        MailProbe.waiting().until(() -> probe.mails(BOT).size() == 1);
        probe.awaitSeen(BOT);
        assertThat(probe.mails(BOT).get(0).is(Flag.ANSWERED)).isTrue();
        assertThat(probe.mails(ANNA)).isEmpty();
    }

    @Test
    void aMailIsUnseenWhileItsTurnIsUnderWayAndReadAgainIfTheBridgeDiesThen() throws Exception {
        write("slow 3000");
        MailProbe.waiting().until(() -> endpoint.journal().inputs().size() == 1);
        assertThat(probe.mails(BOT).get(0).is(Flag.SEEN)).isFalse();
        // As far as the mail server can tell, the bridge is dead.
        try (MailBridge next = bridge(Map.of())) {
            MailProbe.waiting().until(() -> endpoint.journal().inputs().size() == 2);
            assertThat(sessions()).hasSize(1);
            List<Stored> answers = probe.awaitMails(ANNA, 2);
            assertThat(answers.get(0).header("Message-ID"))
                    .isEqualTo(answers.get(1).header("Message-ID"));
        }
    }

    @Test
    void noHeaderOfASenderSteersSessionOrRecipient() throws Exception {
        write(
                "hello",
                "Reply-To: eve@localhost",
                "To: eve@localhost",
                "Cc: eve@localhost",
                "Bcc: eve@localhost",
                "Sender: eve@localhost",
                "Errors-To: eve@localhost",
                "Disposition-Notification-To: eve@localhost",
                "CamelCognigySessionKey: eve",
                "camelcognigysessionkey: eve",
                "CAMELCOGNIGYUSERID: eve",
                "CamelCognigyResetFlow: true",
                "CamelMailMoveTo: Stolen",
                "CamelMailDelete: true",
                "CamelToEndpoint: log:eve",
                "mail.smtp.host: eve.example",
                "sessionKey: eve",
                "JMSXGroupID: eve",
                "replyTopic: eve",
                "mailNotAnswered: eve");

        assertThat(probe.awaitMails(ANNA, 1).get(0).header("To")).isEqualTo(ANNA);
        probe.awaitSeen(BOT);
        assertThat(probe.mails("eve@localhost")).isEmpty();
        assertThat(probe.mails(BOT)).hasSize(1);
        assertThat(probe.mails(BOT, "Stolen")).isEmpty();
        ReceivedInput input = endpoint.journal().inputs().get(0);
        assertThat(input.userId()).isEqualTo(input.sessionId()).matches("[0-9a-f]{64}");
        assertThat(input.resetFlow()).isFalse();
    }
}
