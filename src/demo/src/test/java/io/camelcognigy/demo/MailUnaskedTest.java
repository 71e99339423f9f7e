package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.jms.Relay;
import io.camelcognigy.road.DeadLetterStore.Found;
import io.camelcognigy.road.DeadLetterStore.Wanted;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.Delivery;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.mail.Flags.Flag;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the bot says outside of a turn is a mail in the thread of its session, under the rules and limits of answers; or a
 * dead letter in the folder {@code Failed}. It is confirmed to the Endpoint when it is one of the two.
 */
class MailUnaskedTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddedMail server;
    private SimulatedEndpoint endpoint;
    private MailBridge bridge;
    private MailProbe probe;
    private int mails;

    @BeforeEach
    void start() {
        server = EmbeddedMail.start(0, 0);
        endpoint = SimulatedEndpoint.builder()
                .bot(new DemoBot())
                .ackTimeout(PATIENCE)
                .start();
        probe = new MailProbe(server);
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
        endpoint.close();
        server.close();
    }

    private void bridge(String... settings) throws Exception {
        bridge = new MailBridge(server, endpoint.endpointUrl(), BOT, settings);
    }

    /** A mail from Anna; gives its Message-ID. */
    private String write(String text, String... headers) {
        String id = "<" + ++mails + "@client.example>";
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        probe.send(
                ANNA,
                BOT,
                "From: " + ANNA,
                "Subject: hello",
                "Message-ID: " + id + (more.isEmpty() ? "" : "\r\n") + more.stripTrailing(),
                "",
                text);
        return id;
    }

    /** The session of the latest input. */
    private String session() {
        MailProbe.waiting()
                .atMost(PATIENCE)
                .until(() -> !endpoint.journal().inputs().isEmpty());
        List<ReceivedInput> inputs = endpoint.journal().inputs();
        return inputs.get(inputs.size() - 1).sessionId();
    }

    private void say(String text) {
        assertThat(endpoint.push(session(), text)).isOne();
    }

    /** How often the Endpoint was told that what it said unasked has arrived. */
    private long confirmed() {
        return endpoint.journal().deliveries().stream()
                .filter(delivery -> delivery.event().equals("output"))
                .filter(delivery -> delivery.result() == Delivery.Result.ACKNOWLEDGED)
                .count();
    }

    private static String text(Stored mail) throws Exception {
        return ((MimeMultipart) mail.mail().getContent())
                .getBodyPart(0)
                .getContent()
                .toString();
    }

    private Stored failed(int count, String keyword) {
        List<Stored> failed = probe.awaitMails(BOT, "Failed", count);
        assertThat(failed).allSatisfy(mail -> {
            assertThat(mail.flags().getUserFlags()).contains(keyword);
            assertThat(mail.is(Flag.SEEN)).isFalse();
        });
        return failed.get(0);
    }

    @Test
    void itIsAMailInTheThreadAndTheAnswerToItComesBackToTheSession() throws Exception {
        bridge();
        String id = write("hello");
        probe.awaitMails(ANNA, 1);
        say("your parcel has left");
        say("your parcel is there");

        List<Stored> unasked = probe.awaitMails(ANNA, 3).subList(1, 3);
        assertThat(unasked)
                .extracting(MailUnaskedTest::text)
                .containsExactly("your parcel has left", "your parcel is there");
        assertThat(unasked).allSatisfy(mail -> {
            assertThat(mail.header("In-Reply-To")).isEqualTo(id);
            assertThat(mail.header("References")).isEqualTo(id);
            assertThat(mail.header("Subject")).isEqualTo("Re: hello");
            assertThat(mail.header("From")).isEqualTo(BOT);
            assertThat(mail.header("To")).isEqualTo(ANNA);
            assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(mail.header("Return-Path")).isEqualTo("<>");
        });
        assertThat(unasked).extracting(mail -> mail.header("Message-ID")).doesNotHaveDuplicates();
        MailProbe.waiting().atMost(PATIENCE).until(() -> confirmed() >= 3);

        write("thanks", "In-Reply-To: " + unasked.get(1).header("Message-ID"));
        probe.awaitMails(ANNA, 4);
        assertThat(endpoint.journal().inputs()).hasSize(2);
        assertThat(endpoint.journal().inputs())
                .extracting(ReceivedInput::sessionId)
                .containsOnly(session());
    }

    @Test
    void aProgramThatAnswersItIsNotAnswered() throws Exception {
        bridge();
        try (MailBridge other = new MailBridge(server, endpoint.endpointUrl(), ANNA, Map.of())) {
            // The first mail is of a person, from the mailbox that a program reads by now.
            write("hello");
            probe.awaitMails(ANNA, 1);
            say("by the way");

            Stored unasked = probe.awaitMails(ANNA, 2).get(1);
            probe.awaitSeen(ANNA);
            assertThat(probe.mails(ANNA)).noneMatch(mail -> mail.is(Flag.ANSWERED));
            write("I am on holiday", "Auto-Submitted: auto-replied", "In-Reply-To: " + unasked.header("Message-ID"));
            MailProbe.waiting().atMost(PATIENCE).until(() -> probe.mails(BOT).size() == 2);
            probe.awaitSeen(BOT);
            assertThat(endpoint.journal().inputs()).hasSize(1);
            assertThat(probe.mails(ANNA)).hasSize(2);
        }
    }

    @Test
    void whatIsOverTheHourlyLimitOfThePersonIsADeadLetterThatNobodyAnswers() throws Exception {
        bridge("mail.answers-per-hour", "2");
        write("hello");
        probe.awaitMails(ANNA, 1);
        say("one");
        say("two");
        say("three");

        Stored dead = failed(2, "$Cognigy-too-many");
        assertThat(text(dead)).isEqualTo("two");
        assertThat(dead.header("To")).isEqualTo(ANNA);
        assertThat(probe.mails(ANNA)).hasSize(2);
        MailProbe.waiting().atMost(PATIENCE).until(() -> confirmed() >= 4);

        // No mail of a person, and nothing to be asked: also not by who replays all.
        Found found = bridge.deadLetters().find(new Wanted(null, null, true));
        assertThat(found.total()).isZero();
        assertThat(found.foreign()).isEqualTo(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        dead.mail().writeTo(bytes);
        probe.send("", BOT, bytes.toByteArray());
        MailProbe.waiting().atMost(PATIENCE).until(() -> probe.mails(BOT).size() == 2);
        probe.awaitSeen(BOT);
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void itCountsAsAnAnswerToItsPerson() throws Exception {
        bridge("mail.answers-per-hour", "2");
        write("hello");
        probe.awaitMails(ANNA, 1);
        say("by the way");
        probe.awaitMails(ANNA, 2);
        write("and now?");

        failed(1, "$Cognigy-too-many");
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void whatTheServerDoesNotTakeNowIsKeptAndConfirmedOnceItIsTaken() throws Exception {
        AtomicBoolean greylist = new AtomicBoolean();
        try (ScriptedSmtp smtp = new ScriptedSmtp(
                0, line -> line.startsWith("RCPT") && greylist.get() ? "451 4.7.1 Greylisted" : null)) {
            bridge("mail.smtp-url", smtp.url());
            write("hello");
            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 1);
            greylist.set(true);
            say("by the way");
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().answersKept() == 1);
            long before = confirmed();
            greylist.set(false);

            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 2);
            MailProbe.waiting().atMost(PATIENCE).until(() -> confirmed() == before + 1);
            assertThat(bridge.numbers().answersKept()).isZero();
            assertThat(probe.mails(BOT, "Failed")).isEmpty();
        }
    }

    @Test
    void whatTheServerWillNeverTakeIsADeadLetterAndTheNextGoesOut() throws Exception {
        AtomicBoolean refuse = new AtomicBoolean();
        try (ScriptedSmtp smtp = new ScriptedSmtp(
                0, line -> line.startsWith("RCPT") && refuse.getAndSet(false) ? "550 5.1.1 no such user" : null)) {
            bridge("mail.smtp-url", smtp.url());
            write("hello");
            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 1);
            refuse.set(true);
            say("lost");
            say("found");

            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 2);
            assertThat(smtp.taken().get(1)).contains("found");
            assertThat(text(failed(1, "$Cognigy-not-delivered"))).isEqualTo("lost");
            MailProbe.waiting().atMost(PATIENCE).until(() -> confirmed() >= 3);
        }
    }

    @Test
    void aDeadLetterWaitsForTheMailbox() throws Exception {
        try (Relay relay = new Relay(URI.create(server.imapUrl()).getPort())) {
            bridge("mail.imap-url", "imap://127.0.0.1:" + relay.port(), "mail.answers-per-hour", "1");
            write("hello");
            probe.awaitMails(ANNA, 1);
            probe.awaitSeen(BOT);
            relay.refuse();
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.trouble() != null);
            long before = confirmed();
            say("by the way");
            MailProbe.waiting().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> confirmed() == before);
            relay.admit();

            failed(1, "$Cognigy-too-many");
            MailProbe.waiting().atMost(PATIENCE).until(() -> confirmed() == before + 1);
        }
    }

    @Test
    void aStopDoesNotWaitForWhatIsKeptAndDoesNotConfirmIt() throws Exception {
        AtomicBoolean greylist = new AtomicBoolean();
        try (ScriptedSmtp smtp =
                new ScriptedSmtp(0, line -> line.startsWith("RCPT") && greylist.get() ? "451 later" : null)) {
            bridge("mail.smtp-url", smtp.url());
            write("hello");
            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 1);
            probe.awaitSeen(BOT);
            greylist.set(true);
            say("by the way");
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().answersKept() == 1);
            long before = confirmed();
            long start = System.nanoTime();
            bridge.close();
            bridge = null;

            // Camel would wait for 10 s.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(confirmed()).isEqualTo(before);
        }
    }

    @Test
    void whatAMailCannotSayIsConfirmedWithoutAMail() throws Exception {
        bridge();
        write("hello");
        probe.awaitMails(ANNA, 1);
        long before = confirmed();
        endpoint.push(session(), null, Map.of("event", "done"));

        MailProbe.waiting().atMost(PATIENCE).until(() -> confirmed() == before + 1);
        assertThat(probe.mails(ANNA)).hasSize(1);
        assertThat(probe.mails(BOT, "Failed")).isEmpty();
    }
}
