package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts the mail, still unseen, into the folder for failed ones: moved back into the inbox, it is tried again. */
public final class MoveToFailed implements Processor {

    private String folder = "Failed";

    public void setFolder(String value) {
        folder = value;
    }

    @Override
    public void process(Exchange exchange) throws MailboxException {
        try {
            Mailbox.move(MailState.onServer(exchange), folder);
        } catch (MessagingException e) {
            throw new MailboxException("the failed mail could not be moved; it is read again", e);
        }
    }
}
