package io.camelcognigy.mail;

import jakarta.mail.MessagingException;

/** Why something failed, for a log line: every cause in the chain, mail's own kind of chain included. */
final class Reasons {

    private static final int MAX_CAUSES = 5;
    private static final int MAX_CHARS = 400;

    private Reasons() {}

    static String of(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            reason.append(i == 0 ? "" : "; ").append(cause.getClass().getSimpleName());
            reason.append(cause.getMessage() == null ? "" : ": " + cause.getMessage());
            Throwable next = cause instanceof MessagingException mail ? mail.getNextException() : cause.getCause();
            cause = next == null ? cause.getCause() : next;
        }
        return OneLine.of(reason.toString(), MAX_CHARS);
    }
}
