package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Flags the mail as answered and seen. Comes after the mail server has accepted the answer. */
public final class MarkAnswered implements Processor {

    private MailAccount account;

    public void setAccount(MailAccount value) {
        account = value;
    }

    @Override
    public void process(Exchange exchange) throws MailboxException {
        // First here: where the server cannot be told, the next reading must not ask the bot again.
        account.answered(MailState.incoming(exchange));
        try {
            Mailbox.markAnswered(MailState.onServer(exchange));
        } catch (MessagingException e) {
            throw new MailboxException(
                    "the mail has its answer but could not be flagged; it will be at its next reading", e);
        }
    }
}
