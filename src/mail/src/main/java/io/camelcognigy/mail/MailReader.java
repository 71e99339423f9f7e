package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes sense of a mail's bytes: what it asks, or why it has no answer. Knows no server and no other mail. */
final class MailReader {

    /**
     * Exactly one of the three is set.
     *
     * @param incoming what the bot may be asked
     * @param noAnswer why nobody waits for an answer
     * @param forged whether the mail server says that it is not from its sender
     */
    record Reading(IncomingMail incoming, NoAnswer noAnswer, boolean forged) {

        static Reading without(NoAnswer reason) {
            return new Reading(null, reason, false);
        }
    }

    private final AutomaticMail automaticMail;
    private final SenderCheck senderCheck;

    MailReader(AutomaticMail automaticMail, SenderCheck senderCheck) {
        this.automaticMail = automaticMail;
        this.senderCheck = senderCheck;
    }

    /**
     * @param late whether it has taken too long by now
     * @throws MailRejectedException if the mail is beyond its bounds, or broken
     */
    Reading read(byte[] bytes, BooleanSupplier late) throws MailRejectedException {
        try {
            MimeSlice slice = MimeSlice.of(bytes);
            MimeMessage head = slice.head();
            Optional<String> sender = Sender.of(head);
            if (sender.isEmpty()) {
                return Reading.without(NoAnswer.NO_SENDER);
            }
            Optional<NoAnswer> automatic = automaticMail.check(head, sender.get());
            if (automatic.isPresent()) {
                return Reading.without(automatic.get());
            }
            if (senderCheck.isForged(head)) {
                return new Reading(null, null, true);
            }
            IncomingMail incoming = IncomingMail.of(slice, head, sender.get(), late);
            return incoming.body().calendarReply()
                    ? Reading.without(NoAnswer.CALENDAR_REPLY)
                    : new Reading(incoming, null, false);
        } catch (MessagingException e) {
            throw new MailRejectedException("the mail cannot be read: its structure is broken", e);
        }
    }
}
