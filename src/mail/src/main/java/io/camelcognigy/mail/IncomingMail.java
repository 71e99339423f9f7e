package io.camelcognigy.mail;

import io.camelcognigy.mail.MailBody.Attachment;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the bridge takes from a mail, and no more: every other header has no effect.
 *
 * @param identity says which mail this is, the same at every reading: its Message-ID, or a digest where it has none
 * @param messageId null where it has none of the usual form
 * @param sender the address that gets the answer, in lower case
 * @param subject decoded, on one line; may be empty
 * @param references the thread up to this mail, oldest first, without the mail itself
 * @param parents what it says it answers, the likeliest first
 */
record IncomingMail(
        String identity,
        String messageId,
        String sender,
        String subject,
        List<String> references,
        List<String> parents,
        MailBody body) {

    private static final int MAX_SUBJECT = 250;

    /** @param late whether reading it has taken too long by now */
    static IncomingMail of(MimeSlice slice, MimeMessage mail, String sender, BooleanSupplier late)
            throws MessagingException, MailRejectedException {
        MailIds ids = MailIds.of(mail);
        return new IncomingMail(
                ids.identity(),
                ids.messageId(),
                sender,
                subject(mail),
                ids.references(),
                ids.parents(),
                MailBody.of(slice, late));
    }

    IncomingMail with(List<Attachment> attachments) {
        return new IncomingMail(identity, messageId, sender, subject, references, parents, body.with(attachments));
    }

    MailIds ids() {
        return new MailIds(identity, messageId, references, parents);
    }

    boolean isReply() {
        return !parents.isEmpty();
    }

    /**
     * The input for the bot, {@code text} and {@code data}. A first mail may say all in its subject; an answer's subject
     * was not newly written.
     */
    Map<String, Object> input() {
        String text = body.text().isEmpty() && !isReply() ? subject : body.text();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("subject", subject);
        if (!body.attachments().isEmpty()) {
            data.put(
                    "attachments",
                    body.attachments().stream().map(Attachment::told).toList());
        }
        if (body.cut()) {
            data.put("cut", true);
        }
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("text", text);
        input.put("data", data);
        return Collections.unmodifiableMap(input);
    }

    private static String subject(MimeMessage mail) throws MessagingException {
        String subject = mail.getHeader("Subject", null);
        if (subject == null) {
            return "";
        }
        try {
            return OneLine.of(MimeUtility.decodeText(MimeUtility.unfold(subject)), MAX_SUBJECT);
        } catch (UnsupportedEncodingException e) {
            return OneLine.of(subject, MAX_SUBJECT);
        }
    }

    @Override
    public String toString() {
        return "IncomingMail[reply=" + isReply() + ", " + body + "]";
    }
}
