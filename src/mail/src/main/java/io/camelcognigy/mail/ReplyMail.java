package io.camelcognigy.mail;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A mail of ours, in its thread: to its person alone, marked as automatic (RFC 3834, sections 3 and 5), under an id
 * of ours. Every header is set here, and nothing of the incoming mail gets into one but its subject, on one line, and
 * Message-IDs of plain form.
 */
final class ReplyMail {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    /** However often and in whatever language it was answered before. */
    private static final Pattern REPLY_PREFIX = Pattern.compile(
            "^(\\s*(re|aw|antw|sv|vs|rv|odp|ynt|回复|回覆|答复|返信)(\\[\\d{1,3}])?\\s?[:：])+\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** What it says of itself in {@code Auto-Submitted} (RFC 3834, section 5). */
    enum Kind {
        ANSWER("auto-replied"),
        UNASKED("auto-generated");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private ReplyMail() {}

    static MimeMessage write(
            Kind kind, ReplyAddress address, ReplyBody body, InternetAddress from, String messageId, Clock clock)
            throws MessagingException {
        MimeMessage reply = new MimeMessage(Session.getInstance(new Properties()));
        reply.setFrom(from);
        if (address.to() != null) {
            reply.setRecipient(RecipientType.TO, new InternetAddress(address.to(), true));
        }
        reply.setSubject(subject(address.subject()), UTF_8);
        reply.setSentDate(Date.from(clock.instant()));
        reply.setHeader("Auto-Submitted", kind.word);
        // Exchange obeys this one: no out-of-office note comes back.
        reply.setHeader("X-Auto-Response-Suppress", "All");
        thread(reply, address);
        MimeMultipart alternative = new MimeMultipart("alternative");
        alternative.addBodyPart(part(body.plain(), "plain"));
        alternative.addBodyPart(part(body.html(), "html"));
        reply.setContent(alternative);
        reply.saveChanges();
        // Last, because saving puts a random one there.
        reply.setHeader("Message-ID", messageId);
        return reply;
    }

    static String subject(String subject) {
        String bare = REPLY_PREFIX.matcher(subject).replaceFirst("");
        return "Re: " + (bare.isEmpty() ? "(no subject)" : bare);
    }

    private static void thread(MimeMessage reply, ReplyAddress address) throws MessagingException {
        if (address.inReplyTo() != null) {
            reply.setHeader("In-Reply-To", address.inReplyTo());
        }
        if (!address.references().isEmpty()) {
            // One id a line, as none may be split.
            reply.setHeader("References", String.join("\r\n ", address.references()));
        }
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }
}
