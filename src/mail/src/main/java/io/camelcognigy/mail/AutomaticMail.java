package io.camelcognigy.mail;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which mails are never answered, because no person waits for it or because the answer would come back (RFC 3834,
 * section 2).
 */
final class AutomaticMail {

    private static final Set<String> BULK = Set.of("bulk", "list", "junk", "auto_reply");
    private static final Pattern NO_READER =
            Pattern.compile("(mailer-?daemon|daemon|postmaster|majordomo|listserv|bounces?"
                    + "|bounces?[-+=].*|owner-.*|.*-(owner|request|bounces?)|.*(no-?_?reply|do-?_?not-?_?reply).*)");

    private final String ownAddress;

    /** @param ownAddress the bridge's own, in lower case */
    AutomaticMail(String ownAddress) {
        this.ownAddress = ownAddress;
    }

    /** Why this mail must not be answered; empty if it may be. */
    Optional<NoAnswer> check(MimeMessage mail, String sender) throws MessagingException {
        if (Sender.withoutTag(sender).equals(Sender.withoutTag(ownAddress))) {
            return Optional.of(NoAnswer.OWN_ADDRESS);
        }
        if (NO_READER.matcher(localPart(sender)).matches()) {
            return Optional.of(NoAnswer.NO_READER);
        }
        String[] returnPath = mail.getHeader("Return-Path");
        if (returnPath != null && noReturn(returnPath[0])) {
            return Optional.of(NoAnswer.EMPTY_RETURN_PATH);
        }
        Enumeration<Header> headers = mail.getAllHeaders();
        while (headers.hasMoreElements()) {
            Header header = headers.nextElement();
            Optional<NoAnswer> reason = check(
                    header.getName().strip().toLowerCase(Locale.ROOT),
                    header.getValue().strip().toLowerCase(Locale.ROOT));
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private static Optional<NoAnswer> check(String name, String value) {
        return switch (name) {
            case "auto-submitted" ->
                reason(NoAnswer.AUTO_SUBMITTED, !firstWord(value).equals("no"));
            case "x-auto-response-suppress" ->
                reason(NoAnswer.AUTO_SUBMITTED, value.contains("all") || value.contains("autoreply"));
            case "x-autoreply", "x-autorespond", "x-autoresponder" -> Optional.of(NoAnswer.AUTO_SUBMITTED);
            case "precedence", "x-precedence" -> reason(NoAnswer.PRECEDENCE, BULK.contains(firstWord(value)));
            case "content-type" ->
                reason(
                        NoAnswer.REPORT,
                        value.startsWith("multipart/report") || value.startsWith("message/delivery-status"));
            default -> reason(NoAnswer.MAILING_LIST, name.startsWith("list-"));
        };
    }

    private static Optional<NoAnswer> reason(NoAnswer reason, boolean holds) {
        return holds ? Optional.of(reason) : Optional.empty();
    }

    /** Parameters and comments may follow (RFC 3834, section 5). */
    private static String firstWord(String value) {
        return value.split("[\\s;(]", 2)[0];
    }

    private static boolean noReturn(String returnPath) {
        String address = returnPath.replaceAll("[<>\\s]", "");
        return address.isEmpty() || address.toLowerCase(Locale.ROOT).startsWith("mailer-daemon");
    }

    private static String localPart(String address) {
        return address.substring(0, address.lastIndexOf('@'));
    }
}
