package io.camelcognigy.mail;

import io.camelcognigy.mail.UidFolder.Facts;
import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.StoreClosedException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.imap.IMAPFolder;

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
    private static final String ALL_BEGUN =
            IntStream.rangeClosed(1, MAX_BEGUN).mapToObj(i -> BEGUN + i).collect(Collectors.joining(" "));
    /** Why a mail failed: a keyword that begins so stands on it in the failed folder. */
    static final String REASON = "$Cognigy-";

    private static final int CHUNK = 1024 * 1024;
    private static final int MAX_COPIES = 100;
    private static final int MAX_HEAD = 512 * 1024;

    private final Store store;
    private final IMAPFolder folder;
    private final UidFolder mails;
    private final String failedFolder;
    private final boolean keywords;
    private final Since since;
    /** Found to be received too early, which the server's search says by days only. */
    private final Set<Long> tooOld = new HashSet<>();

    private Mailbox(Store store, IMAPFolder folder, String failedFolder, Since since) {
        this.store = store;
        this.folder = folder;
        this.mails = new UidFolder(folder);
        this.failedFolder = failedFolder;
        this.keywords = folder.getPermanentFlags().contains(Flag.USER);
        this.since = since;
    }

    static Mailbox open(MailServers servers, String name, String failedFolder, Since.Rule rule)
            throws MessagingException {
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
        return mails.isOpen();
    }

    /** The unseen mails that may be answered, by UID, the oldest first. */
    List<Long> waiting() throws MessagingException {
        mails.refresh();
        List<Long> uids = new ArrayList<>(mails.search("UNSEEN UNDELETED" + since.criteria(), null));
        uids.removeIf(uid -> !since.admits(uid) || tooOld.contains(uid));
        uids.sort(null);
        return uids;
    }

    /** The mail, or null if it is gone or no longer waits for an answer. */
    Facts find(long uid) throws MessagingException {
        Facts facts = mails.facts(uid);
        if (facts == null || facts.flags().contains(Flag.SEEN) || facts.flags().contains(Flag.DELETED)) {
            return null;
        }
        if (!since.admits(facts.received())) {
            tooOld.add(uid);
            return null;
        }
        return facts;
    }

    /**
     * The mail, as it is.
     *
     * @param late whether it has taken too long by now
     * @throws MailRejectedException if it is larger, whatever the server said before, or comes too slowly
     */
    byte[] bytes(long uid, Facts facts, int maxBytes, BooleanSupplier late)
            throws MessagingException, MailRejectedException {
        if (facts.size() > maxBytes) {
            throw new MailRejectedException("the mail is larger than " + maxBytes + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.max(32, facts.size()));
        byte[] chunk;
        do {
            if (late.getAsBoolean()) {
                throw new MailRejectedException("the mail server takes too long to hand the mail over");
            }
            chunk = mails.body(uid, "[]<" + bytes.size() + "." + CHUNK + ">");
            if (chunk.length > maxBytes - bytes.size()) {
                throw new MailRejectedException("the mail is larger than " + maxBytes + " bytes");
            }
            bytes.writeBytes(chunk);
        } while (chunk.length >= CHUNK);
        return bytes.toByteArray();
    }

    /**
     * Its headers alone. Nothing is noted down for that.
     *
     * @throws MailRejectedException if there are too many, or none
     */
    MimeMessage head(long uid) throws MessagingException, MailRejectedException {
        byte[] head = mails.body(uid, "[HEADER]<0." + MAX_HEAD + ">");
        if (head.length == 0 || head.length == MAX_HEAD) {
            throw new MailRejectedException("the mail has no headers that can be read");
        }
        return MimeSlice.of(head).head();
    }

    /** Notes down that this mail is begun once more; gives how often it was begun before and never finished. */
    int begin(long uid, Facts facts) throws MessagingException {
        int before = 0;
        for (String flag : facts.flags().getUserFlags()) {
            if (flag.regionMatches(true, 0, BEGUN, 0, BEGUN.length())) {
                before = Math.max(before, number(flag.substring(BEGUN.length())));
            }
        }
        if (keywords && before < MAX_BEGUN) {
            mails.set(String.valueOf(uid), BEGUN + (before + 1));
        }
        return before;
    }

    private static int number(String digits) {
        return digits.matches("[1-9]") ? Integer.parseInt(digits) : 0;
    }

    /** These mails were begun and read to their end. */
    void finished(Collection<Long> uids) throws MessagingException {
        if (keywords && !uids.isEmpty()) {
            mails.unset(uids.stream().map(String::valueOf).collect(Collectors.joining(",")), ALL_BEGUN);
        }
    }

    /** Whether this mail, or another copy of it in the same folder, has had its answer. */
    boolean hasAnswered(Facts facts, IncomingMail mail) throws MessagingException {
        if (facts.flags().contains(Flag.ANSWERED)) {
            return true;
        }
        if (mail.messageId() == null) {
            return false;
        }
        Argument id = new Argument().writeString(mail.messageId());
        List<Long> copies = mails.search("ANSWERED HEADER Message-ID", id);
        for (long copy : copies.subList(0, Math.min(MAX_COPIES, copies.size()))) {
            // A server finds what contains the id; and another sender's mail under that id is another mail.
            try {
                MimeMessage found = MimeSlice.of(mails.body(copy, "[HEADER.FIELDS (MESSAGE-ID FROM)]"))
                        .head();
                if (mail.messageId().equals(MessageIds.own(found))
                        && Optional.of(mail.sender()).equals(Sender.of(found))) {
                    return true;
                }
            } catch (MailRejectedException e) {
                // No mail of ours.
            }
        }
        return false;
    }

    /** Sets {@code \Answered} and {@code \Seen} in one command. */
    void markAnswered(long uid) throws MessagingException {
        mails.set(String.valueOf(uid), "\\Answered \\Seen");
    }

    void markSeen(long uid) throws MessagingException {
        mails.set(String.valueOf(uid), "\\Seen");
    }

    /**
     * Puts the mail, unseen and with its reason as a keyword, into the failed folder: moved back into the inbox, it is
     * tried again. Where the server does not allow that, the mail stays, seen and flagged: left unseen, it would be asked
     * again and again.
     *
     * @return whether it was moved
     */
    boolean fail(long uid, FailureKind kind) throws MessagingException {
        String name = String.valueOf(uid);
        if (keywords) {
            mails.unset(name, ALL_BEGUN);
            mails.set(name, REASON + kind.word());
        }
        try {
            moveToFailed(uid);
            return true;
        } catch (MessagingException e) {
            if (!isOpen()) {
                throw e;
            }
            mails.set(name, "\\Flagged \\Seen");
            return false;
        }
    }

    private void moveToFailed(long uid) throws MessagingException {
        Folder destination = store.getFolder(failedFolder);
        try {
            mails.move(uid, destination);
        } catch (MessagingException e) {
            if (!isOpen()) {
                throw e;
            }
            // It may not be there yet.
            mails.create(destination);
            mails.move(uid, destination);
        }
    }

    private Folder failed() throws MessagingException {
        Folder failed = store.getFolder(failedFolder);
        if (!failed.exists() && !failed.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + failedFolder + " cannot be created");
        }
        return failed;
    }

    /**
     * Puts a mail of ours, unseen and with its reason as a keyword, into the failed folder. Moved into the inbox it is one from
     * our own address, which has no answer.
     *
     * @return why it cannot be stored; null if it is there
     * @throws MessagingException if the connection is lost
     */
    MessagingException store(MimeMessage mail, FailureKind kind) throws MessagingException {
        try {
            if (keywords) {
                mail.setFlags(new Flags(REASON + kind.word()), true);
            }
            mail.setHeader(DeadUnasked.HEADER, kind.word());
            failed().appendMessages(new Message[] {mail});
            return null;
        } catch (MessagingException e) {
            if (isLost(e)) {
                throw e;
            }
            return e;
        }
    }

    private boolean isLost(MessagingException e) {
        return !isOpen()
                || e instanceof StoreClosedException
                || e instanceof FolderClosedException
                || e.getNextException() instanceof ConnectionException
                || e.getNextException() instanceof IOException;
    }

    @Override
    public void close() throws MessagingException {
        // Without CLOSE, which would expunge.
        store.close();
    }
}
