package io.camelcognigy.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the mail, still unseen, into the folder for failed ones: moved back into the inbox, it is tried again. Where the
 * server does not allow that, the mail stays, seen and flagged: left unseen, it would be asked again and again.
 */
public final class MoveToFailed implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(MoveToFailed.class);

    private String folder = "Failed";

    public void setFolder(String value) {
        folder = value;
    }

    @Override
    public void process(Exchange exchange) throws MailboxException {
        Message mail = MailState.onServer(exchange);
        try {
            try {
                Mailbox.move(mail, folder);
            } catch (MessagingException e) {
                Mailbox.markForAttention(mail);
                LOG.warn("A failed mail could not be moved to {} and stays, flagged: {}", folder, e.getMessage());
            }
        } catch (MessagingException e) {
            throw new MailboxException("the failed mail could not be moved; it is read again", e);
        }
    }
}
