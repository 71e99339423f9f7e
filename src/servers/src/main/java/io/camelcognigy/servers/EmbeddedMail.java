package io.camelcognigy.servers;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.ServerSetup;

/**
 * A mail server inside this JVM, on the loopback interface, for the demonstration and for tests: SMTP in, IMAP out. Every
 * address is a mailbox, opened with the address as user name and password. Its mails are gone when it stops.
 */
public final class EmbeddedMail implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long START_MILLIS = 5_000;

    private final NullSenderMail server;

    private EmbeddedMail(NullSenderMail server) {
        this.server = server;
    }

    /**
     * Starts the server and returns when it takes connections.
     *
     * @param imapPort where mailboxes are read; 0 takes a free port
     * @param smtpPort where mails are handed in; 0 takes a free port
     * @throws ServerStartException if a port is taken
     */
    public static EmbeddedMail start(int imapPort, int smtpPort) {
        NullSenderMail server = new NullSenderMail(
                setup(imapPort, ServerSetup.PROTOCOL_IMAP), setup(smtpPort, ServerSetup.PROTOCOL_SMTP));
        // Without this, a mailbox exists only once it has had a mail.
        server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        try {
            server.start();
        } catch (IllegalStateException e) {
            server.stop();
            throw new ServerStartException(
                    "The embedded mail server cannot listen on " + HOST + ":" + imapPort + " and " + smtpPort + ".",
                    "Stop what listens there (another bridge?), or set mail.imap-url and mail.smtp-url to a server of your"
                            + " own, or choose other ports with embedded.imap.port and embedded.smtp.port (0: any free"
                            + " one).",
                    e);
        }
        return new EmbeddedMail(server);
    }

    public String imapUrl() {
        return "imap://" + HOST + ":" + server.port(ServerSetup.PROTOCOL_IMAP);
    }

    public String smtpUrl() {
        return "smtp://" + HOST + ":" + server.port(ServerSetup.PROTOCOL_SMTP);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, HOST, protocol);
        setup.setServerStartupTimeout(START_MILLIS);
        return setup;
    }
}
