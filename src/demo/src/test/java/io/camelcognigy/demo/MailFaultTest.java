package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.jms.Relay;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Nothing that a person writes is lost or forgotten because something else was down, and nothing that fails fails without a
 * reason that can be read on the mail itself.
 */
class MailFaultTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Log log = new Log();
    private EmbeddedMail server;
    private SimulatedEndpoint endpoint;
    private MailBridge bridge;
    private MailProbe probe;
    private int mails;

    @BeforeEach
    void start() {
        server = EmbeddedMail.start(0, 0);
        endpoint = SimulatedEndpoint.builder().bot(new DemoBot()).start();
        probe = new MailProbe(server);
        log.open();
    }

    @AfterEach
    void stop() {
        log.close();
        if (bridge != null) {
            bridge.close();
        }
        endpoint.close();
        server.close();
    }

    private void bridge(String... settings) throws Exception {
        bridge = new MailBridge(server, endpoint.endpointUrl(), BOT, settings);
    }

    private String write(String text, String... headers) {
        return writeFrom(ANNA, text, headers);
    }

    /** Gives the Message-ID. */
    private String writeFrom(String sender, String text, String... headers) {
        String id = "<" + ++mails + "@client.example>";
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        probe.send(
                sender,
                BOT,
                ("From: " + sender + "\r\nSubject: hello\r\nMessage-ID: " + id + "\r\n" + more + "\r\n" + text)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return id;
    }

    private Stored failed(String keyword) {
        Stored failed = probe.awaitMails(BOT, "Failed", 1).get(0);
        assertThat(failed.flags().getUserFlags()).contains(keyword);
        assertThat(failed.is(Flag.SEEN)).isFalse();
        return failed;
    }

    @Test
    void anAnswerThatIsGreylistedIsKeptAndSentAgainAndTheBotIsAskedOnce() throws Exception {
        AtomicInteger greylisted = new AtomicInteger();
        try (ScriptedSmtp smtp = new ScriptedSmtp(
                0,
                line -> line.startsWith("RCPT") && greylisted.incrementAndGet() <= 2 ? "451 4.7.1 Greylisted" : null)) {
            bridge("mail.smtp-url", smtp.url());
            write("hello");

            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 1);
            probe.awaitSeen(BOT);
            assertThat(probe.mails(BOT).get(0).is(Flag.ANSWERED)).isTrue();
            assertThat(endpoint.journal().inputs()).hasSize(1);
            assertThat(greylisted).hasValue(3);
            assertThat(probe.mails(BOT, "Failed")).isEmpty();
            assertThat(bridge.numbers().answersRetried()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerThatTheServerWillNeverTakeFailsAtOnce() throws Exception {
        try (ScriptedSmtp smtp =
                new ScriptedSmtp(0, line -> line.startsWith("RCPT") ? "550 5.1.1 no such user" : null)) {
            bridge("mail.smtp-url", smtp.url());
            write("hello");

            failed("$Cognigy-not-delivered");
            assertThat(smtp.offers()).isOne();
            log.assertLine("550 5.1.1 no such user");
        }
    }

    @Test
    void anAnswerThatIsNotTakenForTooLongFails() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp(0, line -> line.equals(".") ? "452 4.3.1 full" : null)) {
            bridge("mail.smtp-url", smtp.url(), "mail.answer-max-age", "2s");
            write("hello");

            failed("$Cognigy-not-delivered");
            assertThat(endpoint.journal().inputs()).hasSize(1);
        }
    }

    @Test
    void aGreylistedAnswerHoldsUpNobodyElse() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp(0, line -> line.contains("anna") ? "451 later" : null)) {
            bridge("mail.smtp-url", smtp.url(), "mail.turns", "1");
            write("hello");
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().answersKept() == 1);
            writeFrom("bo@localhost", "hello");

            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 1);
            assertThat(smtp.taken().get(0)).contains("To: bo@localhost");
        }
    }

    @Test
    void whereTheSmtpServerIsNotThereNobodyIsAskedAndAllAreAnsweredOnceItIsBack() throws Exception {
        int port = freePort();
        bridge("mail.smtp-url", "smtp://127.0.0.1:" + port);
        MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().smtpFailure() != null);
        write("hello");
        assertThat(bridge.trouble()).contains("no answer can be sent");
        MailProbe.waiting()
                .during(Duration.ofSeconds(1))
                .until(() -> endpoint.journal().inputs().isEmpty());

        try (ScriptedSmtp smtp = new ScriptedSmtp(port, line -> null)) {
            MailProbe.waiting().atMost(PATIENCE).until(() -> smtp.taken().size() == 1);
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.trouble() == null);
            assertThat(probe.mails(BOT, "Failed")).isEmpty();
        }
    }

    @Test
    void whatIsOverTheHourlyLimitGoesToTheFailedFolderWithItsReason() throws Exception {
        bridge("mail.answers-per-hour", "2");
        writeFrom("anna+1@localhost", "hello");
        writeFrom("anna+2@localhost", "hello");
        writeFrom("anna+3@localhost", "hello");

        failed("$Cognigy-too-many");
        MailProbe.waiting()
                .atMost(PATIENCE)
                .until(() -> endpoint.journal().inputs().size() == 2);
        probe.awaitSeen(BOT);
    }

    /** Another one would be idle until the next mail fails, and die of that unnoticed. */
    @Test
    void whatFailsIsMovedOverTheConnectionThatReadsTheMailbox() throws Exception {
        try (Relay relay = new Relay(URI.create(server.imapUrl()).getPort())) {
            bridge("mail.imap-url", "imap://127.0.0.1:" + relay.port());
            write("exception");
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().failed() == 1);
            write("exception");
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().failed() == 2);

            assertThat(probe.mails(BOT, "Failed")).hasSize(2);
            // The other one hears of new mails.
            MailProbe.waiting().atMost(PATIENCE).until(() -> relay.accepted() >= 2);
            assertThat(relay.accepted()).isEqualTo(2);
        }
    }

    @Test
    void whatAPersonMarkedAsDeletedIsNotExpunged() throws Exception {
        String old = write("an old one");
        Flags deleted = new Flags(Flag.DELETED);
        deleted.add(Flag.SEEN);
        probe.flag(BOT, old, deleted);
        String unseen = write("one that nobody read");
        probe.flag(BOT, unseen, new Flags(Flag.DELETED));
        write("exception");
        bridge();

        probe.awaitMails(BOT, "Failed", 1);
        assertThat(probe.mails(BOT)).hasSize(2).allMatch(mail -> mail.is(Flag.DELETED));
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void aFirstStartLeavesOldMailsAloneOverOneConnectionAndLaterStartsKnowIt() throws Exception {
        int old = 300;
        for (int i = 0; i < old; i++) {
            write("old");
        }
        try (Relay relay = new Relay(URI.create(server.imapUrl()).getPort())) {
            String url = "imap://127.0.0.1:" + relay.port();
            bridge("mail.since", "", "mail.imap-url", url);
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().lastPoll() != null);
            String first = write("hello");
            MailProbe.waiting().atMost(PATIENCE).until(() -> probe.mails(ANNA).size() == 1);
            bridge.close();
            String meanwhile = write("hello again");
            bridge("mail.since", "", "mail.imap-url", url);

            MailProbe.waiting().atMost(PATIENCE).until(() -> probe.mails(ANNA).size() == 2);
            assertThat(probe.mails(ANNA))
                    .extracting(mail -> mail.header("In-Reply-To"))
                    .containsExactly(first, meanwhile);
            MailProbe.waiting().atMost(PATIENCE).until(() -> probe.unseen(BOT) == old);
            assertThat(relay.accepted()).isLessThan(10);
            log.assertLine(old + " unseen mails in it are left alone");
        }
    }

    @Test
    void onlyMailsSinceThatTimeAreAnsweredIfOneIsGiven() throws Exception {
        write("hello");
        bridge("mail.since", "2099-01-01");
        MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().lastPoll() != null);
        assertThat(bridge.numbers().unseen()).isZero();
        bridge.close();
        bridge("mail.since", "2026-01-01T00:00:00Z");

        probe.awaitMails(ANNA, 1);
    }

    @Test
    void aMailThatWasBegunThreeTimesAndNeverFinishedFailsUnread() throws Exception {
        String id = write("hello");
        probe.flag(BOT, id, new Flags("$CognigyBegun3"));
        write("hello");
        bridge();

        Stored failed = failed("$Cognigy-unfinished");
        assertThat(failed.flags().getUserFlags()).noneMatch(flag -> flag.equalsIgnoreCase("$CognigyBegun3"));
        probe.awaitMails(ANNA, 1);
        assertThat(endpoint.journal().inputs()).hasSize(1);
        MailProbe.waiting()
                .atMost(PATIENCE)
                .until(() -> probe.mails(BOT).get(0).flags().getUserFlags().length == 0);
    }

    @Test
    void aMailThatTheServerSaysIsForgedFailsUnasked() throws Exception {
        bridge("mail.auth-server", "mx.localhost");
        write("hello", "Authentication-Results: mx.localhost; dmarc=fail header.from=localhost");
        write("hello", "Authentication-Results: mx.evil; dmarc=fail header.from=localhost");

        failed("$Cognigy-forged");
        probe.awaitMails(ANNA, 1);
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void whileTheEndpointIsAwayMailsWaitUnseenAndAreAllAnsweredInOrderOnceItIsBack() throws Exception {
        log.everythingAt(Level.INFO);
        bridge("turn-timeout", "PT2S");
        int port = endpoint.port();
        endpoint.close();
        String first = write("1");
        for (int i = 2; i <= 5; i++) {
            write(String.valueOf(i), "References: " + first);
            writeFrom("u" + i + "@localhost", "other");
        }
        MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().triedAgain() >= 2);
        assertThat(probe.unseen(BOT)).isEqualTo(9);

        endpoint = SimulatedEndpoint.builder().bot(new DemoBot()).port(port).start();
        MailProbe.waiting().atMost(PATIENCE).until(() -> probe.mails(ANNA).size() == 5);
        probe.awaitSeen(BOT);
        assertThat(probe.mails(BOT, "Failed")).isEmpty();
        assertThat(endpoint.journal().inputs().stream()
                        .map(input -> input.text())
                        .filter(text -> !text.equals("other")))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(log.atLeast(Level.WARN)).hasSizeLessThan(10);
    }

    @Test
    void aMailThatTheBotCouldNotBeAskedForTooLongFails() throws Exception {
        bridge("turn-timeout", "PT1S", "chat.max-age", "2s");
        endpoint.close();
        write("hello");

        failed("$Cognigy-not-sent");
    }

    @Test
    void aMailInDoubtFailsWithThatReason() throws Exception {
        bridge("turn-timeout", "PT1S");
        write("slow 5000");

        failed("$Cognigy-in-doubt");
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void mailsThatAreDownAreOneLineAndHealthNamesTheRoad() throws Exception {
        try (Relay relay = new Relay(URI.create(server.imapUrl()).getPort())) {
            bridge("mail.imap-url", "imap://127.0.0.1:" + relay.port());
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.trouble() == null);
            relay.refuse();
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.trouble() != null);
            assertThat(bridge.trouble()).contains("the mailbox cannot be read");
            int tries = relay.accepted();
            write("hello");
            MailProbe.waiting().atMost(PATIENCE).until(() -> relay.accepted() >= tries + 3);
            relay.admit();

            probe.awaitMails(ANNA, 1);
            assertThat(bridge.trouble()).isNull();
            assertThat(log.lines("the mailbox")).hasSize(2);
        }
    }

    @Test
    void noSecretAndNoWordStandsInTheLogAtDebug() throws Exception {
        log.everythingAt(Level.DEBUG);
        bridge("mail.password", "geheim+1&x", "mail.secret", "sehr-geheim");
        write("strictly confidential");
        probe.awaitMails(ANNA, 1);
        probe.awaitSeen(BOT);
        bridge.close();

        assertThat(log.lines("DefaultCamelContextExtension")).isNotEmpty();
        assertThat(log.lines("geheim")).isEmpty();
        assertThat(log.lines("confidential")).isEmpty();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What an operator reads. */
    private static final class Log extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger mail = (Logger) LoggerFactory.getLogger("io.camelcognigy.mail");
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel");
        private final Logger properties = (Logger) LoggerFactory.getLogger("org.apache.camel.component.properties");
        /** A bridge that ran in this JVM may have left it at INFO. */
        private final Logger extension =
                (Logger) LoggerFactory.getLogger("org.apache.camel.impl.engine.DefaultCamelContextExtension");

        private final Level extensionBefore = extension.getLevel();
        private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
        private boolean everything;

        void open() {
            start();
            mail.setLevel(Level.INFO);
            mail.setAdditive(false);
            mail.addAppender(this);
        }

        void everythingAt(Level level) {
            everything = true;
            mail.detachAppender(this);
            mail.setLevel(null);
            mail.setAdditive(true);
            root.iteratorForAppenders().forEachRemaining(appender -> {
                if (appender instanceof ch.qos.logback.core.ConsoleAppender<ILoggingEvent> console) {
                    console.stop();
                }
            });
            root.addAppender(this);
            root.setLevel(level);
            camel.setLevel(level);
            extension.setLevel(level);
            // As application.yaml has it: it writes the values of properties.
            properties.setLevel(Level.INFO);
        }

        void close() {
            mail.detachAppender(this);
            mail.setAdditive(true);
            mail.setLevel(null);
            if (everything) {
                root.detachAppender(this);
                root.setLevel(Level.ERROR);
                camel.setLevel(Level.OFF);
                extension.setLevel(extensionBefore);
                properties.setLevel(null);
                root.iteratorForAppenders().forEachRemaining(ch.qos.logback.core.spi.LifeCycle::start);
            }
            stop();
        }

        List<String> atLeast(Level level) {
            return events.stream()
                    .filter(event -> event.getLevel().isGreaterOrEqual(level))
                    .map(ILoggingEvent::toString)
                    .toList();
        }

        @Override
        protected void append(ILoggingEvent line) {
            events.add(line);
            lines.add(line.getLoggerName() + " " + line.getFormattedMessage());
        }

        List<String> lines(String part) {
            return lines.stream().filter(line -> line.contains(part)).toList();
        }

        void assertLine(String part) {
            MailProbe.waiting().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.contains(part)));
        }
    }
}
