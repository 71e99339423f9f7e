package io.camelcognigy.mail;

import io.camelcognigy.mail.UidFolder.Facts;
import io.camelcognigy.road.ReplayFilter;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.IMAPFolder;

/**
 * The failed folder, over a connection of its own: which mails are in it and why, and the way back into the inbox. What a
 * person has answered there or marked as deleted is none of its business. For one thread.
 */
final class FailedMails implements AutoCloseable {

    /** Its reason is off already, and it did not get back. */
    private static final String CUT_OFF = "MAIL-REPLAY-CUT-OFF";

    /** Stands on a mail that was put back, with how often. */
    private static final String REPLAYED = "$CognigyReplayed";

    private static final String REASONS =
            Stream.of(FailureKind.values()).map(FailedMails::keyword).collect(Collectors.joining(" "));

    private final Store store;
    /** Null where nothing has ever failed. */
    private final UidFolder mails;

    private final Folder inbox;

    /**
     * A mail that failed.
     *
     * @param reason null if no road has put it there
     * @param heard whether the bot may have heard it
     * @param replays how often it was put back
     */
    record FailedMail(long uid, String reason, boolean heard, int replays) {}

    private FailedMails(Store store, UidFolder mails, Folder inbox) {
        this.store = store;
        this.mails = mails;
        this.inbox = inbox;
    }

    static FailedMails open(MailServers servers, String failedFolder, String inbox) throws MessagingException {
        Store store = servers.openStore();
        try {
            IMAPFolder folder = (IMAPFolder) store.getFolder(failedFolder);
            boolean there = folder.exists();
            if (there) {
                folder.open(Folder.READ_WRITE);
            }
            return new FailedMails(store, there ? new UidFolder(folder) : null, store.getFolder(inbox));
        } catch (MessagingException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** @param received at the earliest, by the mail server's clock; null for any time */
    List<FailedMail> find(Instant received) throws MessagingException {
        if (mails == null) {
            return List.of();
        }
        Since since = new Since(0, 0, received == null ? Instant.MIN : received, 0);
        String among = "UNDELETED UNANSWERED" + since.criteria();
        Map<Long, FailureKind> kinds = new HashMap<>();
        for (FailureKind kind : FailureKind.values()) {
            for (long uid : mails.search(among + " KEYWORD " + keyword(kind), null)) {
                // One that failed twice has two; what the bot may have heard, it may have heard.
                kinds.merge(uid, kind, (before, other) -> isHeard(before) ? before : other);
            }
        }
        Map<Long, Integer> replays = new HashMap<>();
        for (int count = 1; count <= ReplayFilter.MAX_REPLAYS; count++) {
            for (long uid : mails.search(among + " KEYWORD " + REPLAYED + count, null)) {
                replays.put(uid, count);
            }
        }
        Set<Long> notes = new HashSet<>(mails.search("HEADER " + Since.HEADER + " \"\"", null));
        // It is nobody's mail that was not answered.
        mails.search("HEADER " + DeadUnasked.HEADER + " \"\"", null).forEach(kinds::remove);
        List<FailedMail> found = new ArrayList<>();
        for (long uid : mails.search(among, null).stream().sorted().toList()) {
            if (!notes.contains(uid) && (received == null || isSince(since, uid))) {
                found.add(mail(uid, kinds.get(uid), replays.getOrDefault(uid, 0)));
            }
        }
        return found;
    }

    private static FailedMail mail(long uid, FailureKind kind, int replays) {
        if (kind == null && replays > 0) {
            return new FailedMail(uid, CUT_OFF, false, replays - 1);
        }
        return new FailedMail(uid, kind == null ? null : kind.code(), isHeard(kind), replays);
    }

    private static boolean isHeard(FailureKind kind) {
        return kind == FailureKind.IN_DOUBT || kind == FailureKind.NOT_DELIVERED;
    }

    private boolean isSince(Since since, long uid) throws MessagingException {
        Facts facts = mails.facts(uid);
        return facts != null && since.admits(facts.received());
    }

    /**
     * Takes the reason off and moves the mail to where the road reads it, unseen. The count stands on it first: so whatever
     * cuts this off, it is known what was begun.
     *
     * @return whether it was there still
     */
    boolean putBack(FailedMail mail) throws MessagingException {
        if (mails.facts(mail.uid()) == null) {
            return false;
        }
        String uid = String.valueOf(mail.uid());
        mails.set(uid, REPLAYED + (mail.replays() + 1));
        mails.unset(uid, "\\Seen \\Flagged " + REASONS);
        mails.move(mail.uid(), inbox);
        return true;
    }

    private static String keyword(FailureKind kind) {
        return Mailbox.REASON + kind.word();
    }

    @Override
    public void close() throws MessagingException {
        // Without CLOSE, which would expunge.
        store.close();
    }
}
