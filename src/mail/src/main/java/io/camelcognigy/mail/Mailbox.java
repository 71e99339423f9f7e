package io.camelcognigy.mail;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.MessageIDTerm;
import jakarta.mail.search.SearchTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/**
 * One connection to the mailbox, and what the bridge remembers there, its only memory beyond a restart: {@code \Answered}
 * on what was answered, keywords on what was begun, and a folder with what failed. Mails are named by their UID.
 *
 * <p>For one thread. A mail that is gone meanwhile is nobody's concern: what is to be done to it is done.
 */
final class Mailbox implements AutoCloseable {

    /** How often a mail may be begun. */
    static final int MAX_BEGUN = 3;

    private static final String BEGUN = "$CognigyBegun";
    /** Why a mail failed: a keyword that begins so stands on it in the failed folder. */
    private static final String REASON = "$Cognigy-";

    private static final SearchTerm WAITING = new AndTerm(
            new FlagTerm(new Flags(Flag.SEEN), false), new FlagTerm(new Flags(Flag.DELETED), false));

    private final Store store;
    private final IMAPFolder folder;
    private final String failedFolder;
    private final boolean keywords;
    private final Since since;

    private Mailbox(Store store, IMAPFolder folder, String failedFolder, Since since) {
        this.store = store;
        this.folder = folder;
        this.failedFolder = failedFolder;
        this.keywords = folder.getPermanentFlags().contains(Flag.USER);
        this.since = since;
    }

    static Mailbox open(MailServers servers, String name, String failedFolder, Since.Rule rule) throws MessagingException {
        Store store = servers.openStore();
        try {
            IMAPFolder folder = (IMAPFolder) store.getFolder(name);
            folder.open(Folder.READ_WRITE);
            return new Mailbox(store, folder, failedFolder, rule.in(store, folder, failedFolder));
        } catch (MessagingException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Says which mails a UID names: another value, and all UIDs mean other mails. */
    long validity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /** Whether the connection still stands, as far as is known. */
    boolean isOpen() {
        return folder.isOpen();
    }

    /** The unseen mails that may be answered, by UID, the oldest first. */
    List<Long> waiting() throws MessagingException {
        // A NOOP, which brings what is new and what others have changed.
        folder.getMessageCount();
        Message[] found = folder.search(WAITING);
        FetchProfile profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        if (since.byTime()) {
            profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
        }
        folder.fetch(found, profile);
        List<Long> uids = new ArrayList<>(found.length);
        for (Message message : found) {
            if (!message.isExpunged() && since.admits(folder.getUID(message), message)) {
                uids.add(folder.getUID(message));
            }
        }
        uids.sort(null);
        return uids;
    }

    /** The mail, or null if it is gone or no longer waits for an answer. */
    IMAPMessage find(long uid) throws MessagingException {
        Message message = folder.getMessageByUID(uid);
        if (message == null || message.isExpunged() || message.isSet(Flag.SEEN) || message.isSet(Flag.DELETED)) {
            return null;
        }
        IMAPMessage found = (IMAPMessage) message;
        // Reading does not flag it as seen.
        found.setPeek(true);
        return found;
    }

    /** Notes down that this mail is begun once more; gives how often it was begun before and never finished. */
    int begin(IMAPMessage message) throws MessagingException {
        int before = 0;
        for (String flag : message.getFlags().getUserFlags()) {
            if (flag.regionMatches(true, 0, BEGUN, 0, BEGUN.length())) {
                before = Math.max(before, number(flag.substring(BEGUN.length())));
            }
        }
        if (keywords && before < MAX_BEGUN) {
            message.setFlags(new Flags(BEGUN + (before + 1)), true);
        }
        return before;
    }

    private static int number(String digits) {
        return digits.matches("[1-9]") ? Integer.parseInt(digits) : 0;
    }

    /** These mails were begun and read to their end. */
    void finished(Collection<Long> uids) throws MessagingException {
        if (keywords && !uids.isEmpty()) {
            Message[] messages = folder.getMessagesByUID(
                    uids.stream().mapToLong(Long::longValue).toArray());
            Message[] there = Arrays.stream(messages)
                    .filter(Objects::nonNull)
                    .filter(message -> !message.isExpunged())
                    .toArray(Message[]::new);
            if (there.length > 0) {
                folder.setFlags(there, begun(), false);
            }
        }
    }

    private static Flags begun() {
        Flags flags = new Flags();
        for (int i = 1; i <= MAX_BEGUN; i++) {
            flags.add(BEGUN + i);
        }
        return flags;
    }

    /** Whether this mail, or another copy of it in the same folder, has had its answer. */
    boolean hasAnswered(IMAPMessage message, IncomingMail mail) throws MessagingException {
        if (message.isSet(Flag.ANSWERED)) {
            return true;
        }
        if (mail.messageId() == null) {
            return false;
        }
        Message[] copies = folder.search(
                new AndTerm(new FlagTerm(new Flags(Flag.ANSWERED), true), new MessageIDTerm(mail.messageId())));
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

    /** Sets {@code \Answered} and {@code \Seen} in one command. */
    void markAnswered(long uid) throws MessagingException {
        flag(uid, Flag.ANSWERED, Flag.SEEN);
    }

    void markSeen(long uid) throws MessagingException {
        flag(uid, Flag.SEEN);
    }

    private void flag(long uid, Flag... names) throws MessagingException {
        Message message = folder.getMessageByUID(uid);
        if (message != null && !message.isExpunged()) {
            Flags flags = new Flags();
            Arrays.stream(names).forEach(flags::add);
            message.setFlags(flags, true);
        }
    }

    /**
     * Puts the mail, unseen and with its reason as a keyword, into the failed folder: moved back into the inbox, it is
     * tried again. Where the server does not allow that, the mail stays, seen and flagged: left unseen, it would be asked
     * again and again.
     *
     * @return whether it was moved
     */
    boolean fail(long uid, FailureKind kind) throws MessagingException {
        Message message = folder.getMessageByUID(uid);
        if (message == null || message.isExpunged()) {
            return true;
        }
        if (keywords) {
            message.setFlags(begun(), false);
            message.setFlags(new Flags(REASON + kind.word()), true);
        }
        try {
            move(message);
            return true;
        } catch (MessagingException e) {
            if (!folder.isOpen()) {
                throw e;
            }
            flag(uid, Flag.FLAGGED, Flag.SEEN);
            return false;
        }
    }

    /** Never with a plain EXPUNGE, which would take along what others marked as deleted. */
    private void move(Message message) throws MessagingException {
        Folder destination = store.getFolder(failedFolder);
        if (!destination.exists() && !destination.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + failedFolder + " cannot be created");
        }
        Message[] one = {message};
        IMAPStore imap = (IMAPStore) store;
        if (imap.hasCapability("MOVE")) {
            folder.moveMessages(one, destination);
            return;
        }
        folder.copyMessages(one, destination);
        message.setFlag(Flag.DELETED, true);
        if (imap.hasCapability("UIDPLUS")) {
            folder.expunge(one);
        }
    }

    @Override
    public void close() throws MessagingException {
        try {
            if (folder.isOpen()) {
                folder.close(false);
            }
        } finally {
            store.close();
        }
    }
}
