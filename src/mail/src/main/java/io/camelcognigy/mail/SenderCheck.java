package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the mail server itself found out about a sender: {@code Authentication-Results} (RFC 8601) that bear its name. Those
 * of others, which a sender may write, do not count.
 */
final class SenderCheck {

    private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,500}\\)");
    private static final Pattern FAILED = Pattern.compile("dmarc\\s*=\\s*fail");
    private static final int MAX_CHARS = 16 * 1024;

    private final String server;

    /** @param server the name the server signs with; null or empty: nothing is looked at */
    SenderCheck(String server) {
        this.server = server == null ? "" : server.strip().toLowerCase(Locale.ROOT);
    }

    boolean isForged(MimeMessage head) throws MessagingException {
        String[] headers = head.getHeader("Authentication-Results");
        if (server.isEmpty() || headers == null) {
            return false;
        }
        for (String header : headers) {
            if (isForged(header.length() > MAX_CHARS ? header.substring(0, MAX_CHARS) : header)) {
                return true;
            }
        }
        return false;
    }

    private boolean isForged(String header) {
        String[] results =
                COMMENT.matcher(header.toLowerCase(Locale.ROOT)).replaceAll(" ").split(";");
        // A version number may follow the name.
        if (!results[0].strip().split("\\s+", 2)[0].equals(server)) {
            return false;
        }
        for (int i = 1; i < results.length; i++) {
            if (FAILED.matcher(results[i].strip()).lookingAt()) {
                return true;
            }
        }
        return false;
    }
}
