package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.camelcognigy.jms.Relay;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.transport.TestCertificate;
import jakarta.mail.Flags.Flag;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * {@code routes/mail.yaml} over TLS, from the first byte or from STARTTLS on: a mail server is told a password, or a mail,
 * only if its certificate is trusted and its own. Else nothing is lost, and the log says why.
 */
class MailTlsTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    private static final String[] OURS = {"localhost"};
    private static final String[] OTHER = {"other.example"};
    /** The right name, from an authority that nobody here trusts. */
    private static final String[] STRANGER = {"localhost", "stranger.example"};

    /** A server that is not the one meant. */
    private enum Impostor {
        UNTRUSTED(STRANGER, OURS, "PKIX path"),
        ANOTHER_HOST(OTHER, OTHER, "matching localhost found");

        private final String[] names;
        private final String[] trusted;
        private final String why;

        /**
         * @param names in its certificate
         * @param trusted names in the certificate that the bridge trusts
         * @param why it is refused, in the log
         */
        Impostor(String[] names, String[] trusted, String why) {
            this.names = names;
            this.trusted = trusted;
            this.why = why;
        }
    }

    @TempDir
    private static Path folder;

    private final Log log = new Log();
    private EmbeddedMail server;
    private SimulatedEndpoint endpoint;
    private MailProbe probe;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedMail.start(0, 0);
        endpoint = SimulatedEndpoint.builder().bot(new DemoBot()).start();
        probe = new MailProbe(server);
        probe.send(ANNA, BOT, "From: " + ANNA, "Message-ID: <1@client.example>", "", "hello");
        log.open();
    }

    @AfterEach
    void stop() {
        log.close();
        endpoint.close();
        server.close();
    }

    @Test
    void aMailIsReadAndAnsweredOverTls() throws Exception {
        try (Relay imap = secure(server.imapUrl(), OURS);
                Relay smtp = secure(server.smtpUrl(), OURS);
                MailBridge bridge = bridge(imaps(imap), smtps(smtp))) {
            assertAnswered();
        }
    }

    @Test
    void aMailIsReadAndAnsweredOverStartTls() throws Exception {
        SSLContext serving = TestCertificate.create(folder, OURS).serving();
        try (Relay imap = StartTlsTalk.relay(port(server.imapUrl()), serving);
                Relay smtp = StartTlsTalk.relay(port(server.smtpUrl()), serving);
                MailBridge bridge = bridge("imap://localhost:" + imap.port(), "smtp://localhost:" + smtp.port())) {
            assertAnswered();
        }
    }

    private void assertAnswered() {
        probe.awaitMails(ANNA, 1);
        MailProbe.waiting().until(() -> probe.mails(BOT).get(0).is(Flag.ANSWERED));
    }

    @ParameterizedTest
    @EnumSource
    void noMailIsReadFromAServerThatIsNotTheOneMeant(Impostor impostor) throws Exception {
        try (Relay imap = secure(server.imapUrl(), impostor.names);
                MailBridge bridge = bridge(imaps(imap), server.smtpUrl(), impostor.trusted)) {
            log.awaitWarning("the mailbox", impostor.why);
            assertUntouched();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerIsSentToAServerThatIsNotTheOneMeant(Impostor impostor) throws Exception {
        try (Relay imap = secure(server.imapUrl(), OURS);
                Relay smtp = secure(server.smtpUrl(), impostor.names);
                MailBridge bridge = bridge(imaps(imap), smtps(smtp), impostor.trusted)) {
            log.awaitWarning("the SMTP server", impostor.why);
            assertUntouched();
            assertThat(probe.mails(ANNA)).isEmpty();
        }
    }

    @Test
    void noMailIsReadWhereStartTlsIsNotOffered() throws Exception {
        try (MailBridge bridge = bridge(server.imapUrl(), server.smtpUrl())) {
            log.awaitWarning("the mailbox", "STARTTLS");
            assertUntouched();
        }
    }

    private void assertUntouched() {
        assertThat(endpoint.journal().inputs()).isEmpty();
        assertThat(probe.unseen(BOT)).isOne();
    }

    private MailBridge bridge(String imap, String smtp) throws Exception {
        return bridge(imap, smtp, OURS);
    }

    private MailBridge bridge(String imap, String smtp, String[] trusted) throws Exception {
        return new MailBridge(
                server,
                endpoint.endpointUrl(),
                BOT,
                Map.of("mail.imap-url", imap, "mail.smtp-url", smtp, "mail.starttls", "true"),
                trusting(trusted));
    }

    private static SSLContextParameters trusting(String[] names) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, names);
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + certificate.file());
        store.setPassword(new String(certificate.password()));
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    /** The server behind that URL, over TLS, with a certificate for these names. */
    private static Relay secure(String url, String... names) throws Exception {
        return new Relay(
                port(url), TestCertificate.create(folder, names).serving().getServerSocketFactory());
    }

    private static String imaps(Relay relay) {
        return "imaps://localhost:" + relay.port();
    }

    private static String smtps(Relay relay) {
        return "smtps://localhost:" + relay.port();
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    /** What an operator reads of mail. */
    private static final class Log extends AppenderBase<ILoggingEvent> {

        private final List<Logger> loggers = List.of(logger("io.camelcognigy.mail"));
        private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

        private static Logger logger(String name) {
            return (Logger) LoggerFactory.getLogger(name);
        }

        void open() {
            start();
            for (Logger logger : loggers) {
                logger.setLevel(Level.WARN);
                logger.setAdditive(false);
                logger.addAppender(this);
            }
        }

        void close() {
            for (Logger logger : loggers) {
                logger.detachAppender(this);
                logger.setAdditive(true);
                logger.setLevel(null);
            }
        }

        @Override
        protected void append(ILoggingEvent line) {
            warnings.add(line.getFormattedMessage());
        }

        void awaitWarning(String server, String why) {
            MailProbe.waiting()
                    .untilAsserted(
                            () -> assertThat(warnings).anyMatch(line -> line.contains(server) && line.contains(why)));
        }
    }
}
