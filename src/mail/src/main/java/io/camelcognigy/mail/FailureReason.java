package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** Why a mail failed, for a log line: every cause in the chain, mail's own kind of chain included. */
public final class FailureReason {

    private static final int MAX_CAUSES = 5;
    private static final int MAX_CHARS = 400;

    @Handler
    public String of(Exchange exchange) {
        StringBuilder reason = new StringBuilder();
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            reason.append(i == 0 ? "" : "; ").append(cause.getClass().getSimpleName());
            reason.append(cause.getMessage() == null ? "" : ": " + cause.getMessage());
            cause = cause instanceof MessagingException failure ? failure.getNextException() : cause.getCause();
        }
        return OneLine.of(reason.toString(), MAX_CHARS);
    }
}
