package io.camelcognigy.mail;

import java.util.Optional;

/**
 * Which session a mail belongs to. In this order: the proven token in one of our Message-IDs it answers; the first mail
 * of its thread, as {@code References} or {@code In-Reply-To} name it; itself, which opens a new session.
 *
 * <p>Each holds for one sender only: who learns a Message-ID, from a copy or a forwarded mail, gets a session of their
 * own in that thread and not the one of the person before them.
 */
final class MailThreads {

    /** No mail's identity begins so. */
    private static final String UNASKED = "unasked\n";

    private final ThreadTokens tokens;
    private final String scope;

    /** @param scope of the sessions: another one for each road */
    MailThreads(ThreadTokens tokens, String scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    String sessionKey(IncomingMail mail) {
        return sessionKey(mail.ids(), mail.sender());
    }

    /** Known before the mail is read. */
    String sessionKey(MailIds ids, String sender) {
        return ids.parents().stream()
                .map(parent -> tokens.find(parent, sender))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> ThreadTokens.sessionKey(ids.root(), sender + scope));
    }

    /** Our Message-ID for the answer to that mail. */
    String replyId(IncomingMail mail, String sessionKey) {
        return tokens.messageId(sessionKey, mail.sender(), mail.identity());
    }

    /** Our Message-ID for what is said unasked there; leads back to the session as that of an answer does. */
    String unaskedId(ReplyAddress address, String identity) {
        return address.isComplete()
                ? tokens.messageId(address.sessionKey(), address.to(), UNASKED + identity)
                : tokens.plainId(identity);
    }
}
