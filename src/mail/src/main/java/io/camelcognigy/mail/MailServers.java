package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.net.URI;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/**
 * How the two servers are reached: over TLS from the first byte or from STARTTLS on, by name and password, and never with
 * a wait that has no end.
 */
final class MailServers {

    private static final String CONNECT_MILLIS = "10000";
    private static final String IO_MILLIS = "30000";
    private static final String FETCH_BYTES = "1048576";

    private final URI imap;
    private final URI smtp;
    private final String user;
    private final String password;
    private final Session reading;
    private final Session sending;

    /** @throws IllegalArgumentException if an address is not of the form that the option's description says */
    MailServers(ChatMailConfiguration options, String user, SSLContext tls) {
        this.imap = address("imapUrl", options.getImapUrl(), Set.of("imap", "imaps"));
        this.smtp = address("smtpUrl", options.getSmtpUrl(), Set.of("smtp", "smtps"));
        this.user = user;
        this.password = options.getPassword() == null ? "" : options.getPassword();
        this.reading = session(imap.getScheme(), options, tls);
        this.sending = session(smtp.getScheme(), options, tls);
    }

    Store openStore() throws MessagingException {
        Store store = reading.getStore(imap.getScheme());
        try {
            store.connect(imap.getHost(), imap.getPort(), user, password);
            return store;
        } catch (MessagingException e) {
            store.close();
            throw e;
        }
    }

    /** Connections for answers, which are the caller's to close. */
    KeptTransports transports(LongSupplier nanoTime) {
        return new KeptTransports(this::openTransport, nanoTime);
    }

    /** Returns if an answer could be sent now, as far as that shows without one. */
    void probe() throws MessagingException {
        KeptTransports.closeQuietly(openTransport());
    }

    private Transport openTransport() throws MessagingException {
        Transport transport = sending.getTransport(smtp.getScheme());
        transport.connect(smtp.getHost(), smtp.getPort(), user, password);
        return transport;
    }

    private static Session session(String scheme, ChatMailConfiguration options, SSLContext tls) {
        String prefix = "mail." + scheme + ".";
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(prefix + "timeout", IO_MILLIS);
        properties.setProperty(prefix + "writetimeout", IO_MILLIS);
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "starttls.enable", String.valueOf(options.isStarttls()));
        properties.setProperty(prefix + "starttls.required", String.valueOf(options.isStarttls()));
        properties.setProperty(prefix + "fetchsize", FETCH_BYTES);
        // The empty envelope sender: nobody answers it, not even with a bounce.
        properties.setProperty(prefix + "from", "<>");
        if (tls != null) {
            properties.put(prefix + "ssl.socketFactory", tls.getSocketFactory());
            // Or a refused certificate would be shown to the JVM's own trust as well.
            properties.setProperty(prefix + "socketFactory.fallback", "false");
        }
        options.getJavaMailProperties().forEach((name, value) -> properties.put("mail." + name, String.valueOf(value)));
        return Session.getInstance(properties);
    }

    private static URI address(String option, String url, Set<String> schemes) {
        try {
            URI uri = URI.create(url == null ? "" : url.strip());
            if (uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the URL: people put passwords into it.
        }
        throw new IllegalArgumentException(
                "the option " + option + " must be one of " + String.join(", ", schemes) + " with ://host[:port]");
    }
}
