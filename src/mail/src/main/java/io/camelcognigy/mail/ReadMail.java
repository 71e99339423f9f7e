package io.camelcognigy.mail;

import io.camelcognigy.CognigyConstants;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes an input out of a mail, {@code text} and {@code data} in the body and the thread's session key in its header;
 * or, if the mail must not be answered, says why in the exchange property {@code mailNotAnswered}.
 *
 * <p>The mail is fetched once and read here, so that no later step depends on the server's idea of its structure.
 */
public final class ReadMail implements Processor {

    private MailAccount account;

    public void setAccount(MailAccount value) {
        account = value;
    }

    @Override
    public void process(Exchange exchange) throws MailboxException, MailRejectedException {
        Message onServer = exchange.getIn(MailMessage.class).getOriginalMessage();
        // From here on nothing of the mail is in the exchange but what is read from it below: while Camel's own message
        // is
        // there, an empty body would be the mail itself again.
        exchange.setMessage(new DefaultMessage(exchange));
        MailState.onServer(exchange, onServer);
        MimeMessage mail = fetch(exchange, onServer);
        IncomingMail incoming = read(exchange, mail);
        if (incoming == null || repeated(exchange, onServer, incoming)) {
            return;
        }
        String sessionKey = account.threads().sessionKey(incoming);
        MailState.incoming(exchange, incoming, sessionKey);
        exchange.getMessage().setHeader(CognigyConstants.SESSION_KEY, sessionKey);
        exchange.getMessage().setBody(incoming.input());
    }

    private MimeMessage fetch(Exchange exchange, Message onServer) throws MailboxException, MailRejectedException {
        try {
            exchange.setProperty(MailState.UID, Mailbox.uid(onServer));
            return FetchedMail.copy(onServer, account.maxBytes());
        } catch (MessagingException e) {
            if (Mailbox.isOpen(onServer)) {
                // It is this mail that the server cannot hand over; read again and again, it would keep others out.
                throw new MailRejectedException("the mail server does not hand the mail over", e);
            }
            throw new MailboxException("the mail could not be fetched; it is read again", e);
        }
    }

    /** Null if the mail must not be answered whatever it says. */
    private IncomingMail read(Exchange exchange, MimeMessage mail) throws MailRejectedException {
        try {
            Optional<String> sender = Sender.of(mail);
            Optional<NoAnswer> reason = sender.isEmpty()
                    ? Optional.of(NoAnswer.NO_SENDER)
                    : account.automaticMail().check(mail, sender.get());
            if (reason.isPresent()) {
                return unanswered(exchange, reason.get());
            }
            return IncomingMail.of(mail, sender.get());
        } catch (MessagingException e) {
            throw new MailRejectedException("the mail cannot be read: its structure is broken", e);
        }
    }

    private boolean repeated(Exchange exchange, Message onServer, IncomingMail mail) throws MailboxException {
        try {
            if (account.wasAnswered(mail) || Mailbox.hasAnswered(onServer, mail)) {
                // Also what could not be flagged when it was answered.
                Mailbox.markAnswered(onServer);
                unanswered(exchange, NoAnswer.ANSWERED);
                return true;
            }
        } catch (MessagingException e) {
            throw new MailboxException("the mailbox could not be searched; the mail is read again", e);
        }
        if (!account.rateLimit().admits(mail.sender())) {
            unanswered(exchange, NoAnswer.TOO_MANY);
            return true;
        }
        return false;
    }

    private static IncomingMail unanswered(Exchange exchange, NoAnswer reason) {
        exchange.setProperty(MailState.NOT_ANSWERED, reason.toString());
        return null;
    }
}
