package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which mail this is, and which ones it answers, by its headers.
 *
 * @param identity the same at every reading: its Message-ID, or a digest where it has none
 * @param messageId null where it has none of the usual form
 * @param references the thread up to this mail, oldest first, without the mail itself
 * @param parents what it says it answers, the likeliest first
 */
record MailIds(String identity, String messageId, List<String> references, List<String> parents) {

    static MailIds of(MimeMessage mail) throws MessagingException {
        String messageId = MessageIds.own(mail);
        List<String> references = MessageIds.in(mail, "References");
        List<String> inReplyTo = MessageIds.in(mail, "In-Reply-To");
        Set<String> parents = new LinkedHashSet<>(inReplyTo);
        for (int i = references.size() - 1; i >= 0; i--) {
            parents.add(references.get(i));
        }
        return new MailIds(
                messageId == null ? Digest.ofHeaders(mail) : messageId,
                messageId,
                references.isEmpty() ? inReplyTo : references,
                List.copyOf(parents));
    }

    /** The first mail of its thread, as far as it says. */
    String root() {
        return references.isEmpty() ? identity : references.get(0);
    }
}
