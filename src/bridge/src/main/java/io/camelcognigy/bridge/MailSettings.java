package io.camelcognigy.bridge;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** The properties {@code mail.*}: checked as far as that goes without connecting, and what stands in for empty ones. */
public final class MailSettings {

    /** How a route names the mailbox that it reads. */
    public static final String MAIL_URI = "chat-mail:";

    public static final String IMAP_URL = "mail.imap-url";
    public static final String SMTP_URL = "mail.smtp-url";

    private static final Logger LOG = LoggerFactory.getLogger(MailSettings.class);
    private static final String SECRET = "mail.secret";
    private static final int SECRET_BYTES = 24;

    private final Environment environment;

    public MailSettings(Environment environment) {
        this.environment = environment;
    }

    /** Whether neither server is configured, so that ours is wanted. */
    public boolean wantsEmbedded() {
        return value(IMAP_URL).isEmpty() && value(SMTP_URL).isEmpty();
    }

    public void check() {
        if (wantsEmbedded()) {
            return;
        }
        check(IMAP_URL, Set.of("imap", "imaps"), "imaps://imap.example.com");
        check(SMTP_URL, Set.of("smtp", "smtps"), "smtps://smtp.example.com, or smtp://smtp.example.com:587");
    }

    /**
     * What the routes need and nobody has set.
     *
     * @param embedded whether the addresses are those of a server that was brought along: who has lost the secret there has
     *     lost the mails, too
     */
    public Map<String, Object> defaults(boolean embedded) {
        Map<String, Object> defaults = new HashMap<>();
        if (embedded) {
            defaults.put("mail.username", value("mail.address"));
            defaults.put("mail.password", value("mail.address"));
            defaults.put("mail.starttls", "false");
        }
        if (value(SECRET).isEmpty()) {
            defaults.put(SECRET, randomSecret());
            if (!embedded) {
                LOG.warn(
                        "{} is empty: a random one is used, and threads begun before a restart get a new session.",
                        SECRET);
            }
        }
        return defaults;
    }

    private void check(String property, Set<String> schemes, String example) {
        String url = value(property);
        if (!usable(url, schemes)) {
            // Not repeated: people put passwords into URLs.
            throw new StartException(
                    "The property " + property + (url.isEmpty() ? " is empty." : " is unusable."),
                    "Set it to a URL of scheme and host, such as " + example
                            + "; user and password go into mail.username"
                            + " and mail.password. For the embedded mail server leave both URLs empty.");
        }
    }

    private static boolean usable(String url, Set<String> schemes) {
        try {
            URI uri = new URI(url);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getRawPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String randomSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private String value(String property) {
        return environment.getProperty(property, "").strip();
    }
}
