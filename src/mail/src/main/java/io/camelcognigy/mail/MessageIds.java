package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Message-IDs as headers carry them. Only what has their plain form counts: {@code <left@right>} in visible ASCII. So an
 * id can be written into a header, a search and a log as it is.
 */
final class MessageIds {

    private static final Pattern ID = Pattern.compile("<[!-;=?-~]{1,250}@[!-;=?A-~]{1,250}>");
    /** The first and the last ones say where a thread began and where it stands. */
    private static final int KEEP_FIRST = 1;

    private static final int KEEP_LAST = 20;
    private static final int MAX_HEADER = 64 * 1024;

    private MessageIds() {}

    /** The mail's own id; null if it has none, or more than one. */
    static String own(MimeMessage mail) throws MessagingException {
        String[] headers = mail.getHeader("Message-ID");
        if (headers == null || headers.length != 1) {
            return null;
        }
        Matcher id = ID.matcher(headers[0].strip());
        return id.matches() ? id.group() : null;
    }

    /** The ids in all headers of that name, in order; from the middle of a long list some are left out. */
    static List<String> in(MimeMessage mail, String header) throws MessagingException {
        return in(mail.getHeader(header));
    }

    /** The ids in these texts, as in headers. */
    static List<String> in(String... values) {
        List<String> ids = new ArrayList<>();
        for (String value : values == null ? new String[0] : values) {
            if (value == null) {
                continue;
            }
            Matcher id = ID.matcher(value.length() > MAX_HEADER ? value.substring(0, MAX_HEADER) : value);
            while (id.find()) {
                ids.add(id.group());
                if (ids.size() > KEEP_FIRST + KEEP_LAST) {
                    ids.remove(KEEP_FIRST);
                }
            }
        }
        return List.copyOf(ids);
    }
}
