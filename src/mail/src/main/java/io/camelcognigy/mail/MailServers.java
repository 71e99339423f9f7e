package io.camelcognigy.mail;

import jakarta.mail.AuthenticationFailedException;
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
 * How the two servers are reached: over TLS from the first byte or from STARTTLS on, by name and password or
 * access token, and never with a wait that has no end.
 */
final class MailServers {

    private static final String CONNECT_MILLIS = "10000";
    private static final String IO_MILLIS = "30000";
    /** A server may be silent until it is asked again, and then has as long as for anything else. */
    private static final String IDLE_MILLIS =
            String.valueOf(NewMailWatch.RENEWAL.toMillis() + Long.parseLong(IO_MILLIS));

    private static final String FETCH_BYTES = "1048576";

    private final URI imap;
    private final URI smtp;
    private final String user;
    private final String password;
    /** Null where a password is used. */
    private final AccessTokens tokens;

    private final Session reading;
    private final Session idling;
    private final Session sending;

    /**
     * @param tokens null: by password
     * @throws IllegalArgumentException if an address is not of the form that the option's description says
     */
    MailServers(ChatMailConfiguration options, String user, AccessTokens tokens, SSLContext tls) {
        this.imap = address("imapUrl", options.getImapUrl(), Set.of("imap", "imaps"));
        this.smtp = address("smtpUrl", options.getSmtpUrl(), Set.of("smtp", "smtps"));
        this.user = user;
        this.password = options.getPassword() == null ? "" : options.getPassword();
        this.tokens = tokens;
        this.reading = Session.getInstance(properties(imap.getScheme(), options, tls));
        this.sending = Session.getInstance(properties(smtp.getScheme(), options, tls));
        Properties patient = properties(imap.getScheme(), options, tls);
        patient.setProperty("mail." + imap.getScheme() + ".timeout", IDLE_MILLIS);
        this.idling = Session.getInstance(patient);
    }

    Store openStore() throws MessagingException {
        return open(reading);
    }

    /** For {@link IdleConnection}. */
    Store openIdleStore() throws MessagingException {
        return open(idling);
    }

    private Store open(Session session) throws MessagingException {
        return login(secret -> {
            Store store = session.getStore(imap.getScheme());
            try {
                store.connect(imap.getHost(), imap.getPort(), user, secret);
                return store;
            } catch (MessagingException e) {
                store.close();
                throw e;
            }
        });
    }

    private interface Login<T> {

        /** @param secret password or token */
        T with(String secret) throws MessagingException;
    }

    /** A token may be withdrawn before its time: then another one is fetched, once. */
    private <T> T login(Login<T> login) throws MessagingException {
        if (tokens == null) {
            return login.with(password);
        }
        String token = tokens.token();
        try {
            return login.with(token);
        } catch (AuthenticationFailedException e) {
            if (!tokens.refused(token)) {
                throw e;
            }
            return login.with(tokens.token());
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
        return login(secret -> {
            Transport transport = sending.getTransport(smtp.getScheme());
            transport.connect(smtp.getHost(), smtp.getPort(), user, secret);
            return transport;
        });
    }

    private Properties properties(String scheme, ChatMailConfiguration options, SSLContext tls) {
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
        if (tokens != null) {
            properties.setProperty(prefix + "auth.mechanisms", "XOAUTH2");
            // Or, over SMTP, one that offers no XOAUTH2 would be told mails without a login.
            properties.setProperty(prefix + "auth", "true");
        }
        options.getJavaMailProperties().forEach((name, value) -> properties.put("mail." + name, String.valueOf(value)));
        return properties;
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
