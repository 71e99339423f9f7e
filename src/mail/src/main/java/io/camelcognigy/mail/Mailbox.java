package io.camelcognigy.mail;

import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.MessageIDTerm;
import java.util.Optional;

/**
 * What the bridge remembers on the mail server, its only memory beyond a restart: the flag {@code \Answered} on what was
 * answered, and a folder with what failed.
 */
final class Mailbox {

    private Mailbox() {}

    /** The mail's lasting number in its folder; -1 if the server has none. */
    static long uid(Message message) throws MessagingException {
        return message.getFolder() instanceof UIDFolder folder ? folder.getUID(message) : -1;
    }

    /** Whether this mail, or another copy of it in the same folder, has had its answer. */
    static boolean hasAnswered(Message message, IncomingMail mail) throws MessagingException {
        if (message.isSet(Flag.ANSWERED)) {
            return true;
        }
        if (mail.messageId() == null || message.getFolder() == null) {
            return false;
        }
        Message[] copies = message.getFolder()
                .search(new AndTerm(new FlagTerm(new Flags(Flag.ANSWERED), true), new MessageIDTerm(mail.messageId())));
        for (Message copy : copies) {
            // A server finds what contains the id; and another sender's mail under that id is another mail.
            if (copy instanceof MimeMessage found
                    && mail.messageId().equals(MessageIds.own(found))
                    && Optional.of(mail.sender()).equals(Sender.of(found))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the connection over which this mail was found still stands. */
    static boolean isOpen(Message message) {
        return message.getFolder() != null && message.getFolder().isOpen();
    }

    /** Sets {@code \Seen} and {@code \Flagged}, for a person to look at. */
    static void markForAttention(Message message) throws MessagingException {
        requireOpen(message);
        Flags flags = new Flags(Flag.FLAGGED);
        flags.add(Flag.SEEN);
        message.setFlags(flags, true);
    }

    /** Sets {@code \Answered} and {@code \Seen} in one command. */
    static void markAnswered(Message message) throws MessagingException {
        requireOpen(message);
        Flags flags = new Flags(Flag.ANSWERED);
        flags.add(Flag.SEEN);
        message.setFlags(flags, true);
    }

    /** Puts the mail, unseen, into another folder, which is made if need be. */
    static void move(Message message, String folderName) throws MessagingException {
        Folder folder = requireOpen(message);
        Folder destination = folder.getStore().getFolder(folderName);
        if (!destination.exists() && !destination.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + folderName + " cannot be created");
        }
        folder.copyMessages(new Message[] {message}, destination);
        message.setFlag(Flag.DELETED, true);
    }

    /** In a folder that was opened anew, the message's number may by now be another one's. */
    private static Folder requireOpen(Message message) throws MessagingException {
        if (!isOpen(message)) {
            throw new MessagingException("the connection to the mailbox was lost in the meantime");
        }
        return message.getFolder();
    }
}
