package io.camelcognigy.mail;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;

/**
 * An open IMAP folder, in which mails are named by UID in every command. Jakarta Mail names them by their place in the
 * folder, which changes as others, and we, take mails out: where it loses count, it would flag another's mail.
 */
final class UidFolder {

    /** What a server says of a mail; what it does not say is null, or -1. */
    record Facts(FLAGS flags, long size, java.time.Instant received) {}

    private final IMAPFolder folder;
    private boolean lost;

    UidFolder(IMAPFolder folder) {
        this.folder = folder;
    }

    /** Whether the connection still stands, as far as is known. */
    boolean isOpen() {
        return !lost;
    }

    /** Lets the server tell of new mails: until then a search need not find them, and Dovecot's does not. */
    void refresh() throws MessagingException {
        command("NOOP", null);
    }

    /** The UIDs of what matches, in the server's order. */
    List<Long> search(String criteria, Argument last) throws MessagingException {
        List<Long> uids = new ArrayList<>();
        for (Response response : command("UID SEARCH " + criteria, last)) {
            if (response instanceof IMAPResponse found && found.keyEquals("SEARCH")) {
                long uid;
                while ((uid = found.readLong()) != -1) {
                    uids.add(uid);
                }
            }
        }
        return uids;
    }

    /** Null if the mail is gone. */
    Facts facts(long uid) throws MessagingException {
        for (FetchResponse mail : fetch(uid, "(UID FLAGS RFC822.SIZE INTERNALDATE)")) {
            FLAGS flags = mail.getItem(FLAGS.class);
            RFC822SIZE size = mail.getItem(RFC822SIZE.class);
            INTERNALDATE date = mail.getItem(INTERNALDATE.class);
            // Others' flags may be told in between.
            if (flags != null && size != null) {
                return new Facts(
                        flags,
                        size.size,
                        date == null || date.getDate() == null
                                ? null
                                : date.getDate().toInstant());
            }
        }
        return null;
    }

    /** A part of what the server has for that section; empty if it has nothing there. Reading does not flag as seen. */
    byte[] body(long uid, String section) throws MessagingException {
        for (FetchResponse mail : fetch(uid, "(UID BODY.PEEK" + section + ")")) {
            BODY body = mail.getItem(BODY.class);
            if (body != null) {
                return body.getByteArray() == null
                        ? new byte[0]
                        : body.getByteArray().getNewBytes();
            }
        }
        return new byte[0];
    }

    private List<FetchResponse> fetch(long uid, String items) throws MessagingException {
        List<FetchResponse> mails = new ArrayList<>();
        for (Response response : command("UID FETCH " + uid + " " + items, null)) {
            if (response instanceof FetchResponse mail) {
                mails.add(mail);
            }
        }
        return mails;
    }

    /** @param uids one, or several with commas */
    void set(String uids, String flags) throws MessagingException {
        command("UID STORE " + uids + " +FLAGS.SILENT (" + flags + ")", null);
    }

    /** @param uids one, or several with commas */
    void unset(String uids, String flags) throws MessagingException {
        command("UID STORE " + uids + " -FLAGS.SILENT (" + flags + ")", null);
    }

    /**
     * Never with a plain EXPUNGE, which would take along what others marked as deleted. Where the server has neither MOVE
     * nor UID EXPUNGE, the mail stays, marked as deleted.
     */
    void move(long uid, Folder destination) throws MessagingException {
        Argument name = name(destination);
        if (has("MOVE")) {
            command("UID MOVE " + uid, name);
            return;
        }
        command("UID COPY " + uid, name);
        set(String.valueOf(uid), "\\Deleted");
        if (has("UIDPLUS")) {
            command("UID EXPUNGE " + uid, null);
        }
    }

    /**
     * Over this very connection. Asked itself, a folder would have the store open a second one, which then dies of idleness
     * without anybody's notice.
     *
     * @throws MessagingException also where it is there
     */
    void create(Folder other) throws MessagingException {
        command("CREATE", name(other));
    }

    private static Argument name(Folder other) {
        return new Argument().writeString(BASE64MailboxEncoder.encode(other.getFullName()));
    }

    private boolean has(String capability) throws MessagingException {
        return (Boolean) folder.doCommand(protocol -> protocol.hasCapability(capability));
    }

    /** What was said in answer; what was said of message numbers is of no interest to anybody here. */
    private Response[] command(String command, Argument last) throws MessagingException {
        try {
            return (Response[]) folder.doCommand(protocol -> {
                Response[] responses = protocol.command(command, last);
                Response end = responses[responses.length - 1];
                lost |= end.isBYE();
                protocol.handleResult(end);
                return responses;
            });
        } catch (RuntimeException e) {
            throw new MessagingException("the mail server's answer cannot be understood", e);
        }
    }
}
