package io.camelcognigy.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** What an SMTP server means by not taking an answer (RFC 5321, section 4.2.1). */
enum SmtpFault {
    /** A 4xx: this answer later, perhaps; others may be taken now. */
    LATER,
    /** A 5xx: this answer never. */
    NEVER,
    /** No answer can be sent now: the server is not there, not trusted, or does not let us in. */
    UNREACHABLE;

    private static final int MAX_CAUSES = 20;

    static SmtpFault of(MessagingException failure) {
        SmtpFault fault = UNREACHABLE;
        Exception cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause instanceof MessagingException here; i++) {
            if (here instanceof AuthenticationFailedException) {
                return UNREACHABLE;
            }
            int code = code(here);
            if (code >= 500) {
                // The innermost says it of the recipient, the others of the whole.
                fault = NEVER;
            } else if (code >= 400) {
                fault = code == 421 ? UNREACHABLE : LATER;
            }
            cause = here.getNextException();
        }
        return fault;
    }

    private static int code(MessagingException failure) {
        if (failure instanceof SMTPSendFailedException send) {
            return send.getReturnCode();
        }
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        return failure instanceof SMTPSenderFailedException sender ? sender.getReturnCode() : -1;
    }
}
