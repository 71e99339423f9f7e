package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who wrote a mail and gets the answer: the one address in its one {@code From}. {@code Reply-To}, {@code Sender} and
 * the rest have no say, and a mail whose author is not plain to see has none.
 */
final class Sender {

    /** RFC 5322's dot-atom: no quotes, comments or blanks, in which a second address could hide. */
    private static final Pattern ADDRESS =
            Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,10}"
                    + "@[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,10}");

    private static final int MAX_LENGTH = 254;

    private Sender() {}

    /** In lower case; empty if there is not exactly one plain address. */
    static Optional<String> of(MimeMessage mail) throws MessagingException {
        String[] headers = mail.getHeader("From");
        if (headers == null || headers.length != 1) {
            return Optional.empty();
        }
        try {
            InternetAddress[] authors = InternetAddress.parseHeader(headers[0], true);
            return authors.length == 1 && !authors[0].isGroup() ? plain(authors[0].getAddress()) : Optional.empty();
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** The address in lower case, if it is a plain one. */
    static Optional<String> plain(String address) {
        if (address == null || address.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String lower = address.toLowerCase(Locale.ROOT);
        return ADDRESS.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
    }

    /** {@code bot+orders@example.com} is delivered to {@code bot@example.com}. */
    static String withoutTag(String address) {
        int at = address.lastIndexOf('@');
        int plus = address.indexOf('+');
        return plus > 0 && plus < at ? address.substring(0, plus) + address.substring(at) : address;
    }
}
