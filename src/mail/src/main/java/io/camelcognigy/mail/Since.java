package io.camelcognigy.mail;

import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.HeaderTerm;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which mails are too old to be answered: by their UID, where the folder is the one in which the road first started, else
 * by the time at which the server received them.
 *
 * @param validity of the folder that {@code firstUid} belongs to
 * @param firstUid the first mail that may be answered; 0: only the time counts
 * @param received the same, by time
 * @param here the validity that the folder has today
 */
record Since(long validity, long firstUid, Instant received, long here) {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelcognigy.mail");
    private static final Since ALL = new Since(0, 0, Instant.MIN, 0);
    /** On the note of the first start. */
    static final String HEADER = "X-Camel-Cognigy-First-Start";

    private static final Pattern NOTE = Pattern.compile("(\\S{1,250}) (\\d{1,18}) (\\d{1,18}) (\\S{1,40})");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** Says, when a mailbox is opened, which of its mails may be answered. */
    interface Rule {
        Since in(Store store, IMAPFolder folder, String noteFolder) throws MessagingException;
    }

    private boolean byUid() {
        return validity == here && firstUid > 0;
    }

    /** For the server's search, which knows days only, and those of its own time zone. */
    String criteria() {
        if (byUid()) {
            return " UID " + firstUid + ":*";
        }
        return received.equals(Instant.MIN) ? "" : " SINCE " + DAY.format(received.minus(Duration.ofDays(1)));
    }

    boolean admits(long uid) {
        return !byUid() || uid >= firstUid;
    }

    /** @param time when the server received the mail; may be null */
    boolean admits(Instant time) {
        return byUid() || time == null || !time.isBefore(received);
    }

    /**
     * @param option {@code all}, a date, a time, or empty: since the first start
     * @throws IllegalArgumentException if it is none of these
     */
    static Rule rule(String option, Clock clock) {
        String value = option == null ? "" : option.strip();
        if (value.isEmpty()) {
            return (store, folder, noteFolder) -> firstStart(store, folder, noteFolder, clock);
        }
        if (value.equals("all")) {
            return (store, folder, noteFolder) -> ALL;
        }
        Instant time = time(value);
        return (store, folder, noteFolder) -> new Since(0, 0, time, folder.getUIDValidity());
    }

    private static Instant time(String value) {
        try {
            return value.contains("T")
                    ? Instant.parse(value)
                    : LocalDate.parse(value)
                            .atStartOfDay(ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "the option since must be a date (2026-11-24), a time (2026-11-24T08:00:00Z), or all", e);
        }
    }

    /**
     * A mail server has no place for settings of ours, so the first start is a small, seen mail in the failed folder:
     * there every later start finds it, whatever machine it is on.
     */
    private static Since firstStart(Store store, IMAPFolder folder, String noteFolder, Clock clock)
            throws MessagingException {
        Folder notes = store.getFolder(noteFolder);
        if (notes.exists()) {
            Since noted = noted(notes, folder);
            if (noted != null) {
                return noted;
            }
        }
        Since now = new Since(
                folder.getUIDValidity(),
                next(folder),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                folder.getUIDValidity());
        int left = folder.getUnreadMessageCount();
        if (left > 0) {
            LOG.warn(
                    "First start on {}: the {} unseen mails in it are left alone; the option since (mail.since) says"
                            + " otherwise",
                    folder.getFullName(),
                    left);
        }
        note(notes, folder.getFullName(), now);
        return now;
    }

    private static long next(IMAPFolder folder) throws MessagingException {
        long next = folder.getUIDNext();
        if (next > 0) {
            return next;
        }
        int last = folder.getMessageCount();
        return last == 0 ? 1 : folder.getUID(folder.getMessage(last)) + 1;
    }

    private static Since noted(Folder notes, IMAPFolder folder) throws MessagingException {
        notes.open(Folder.READ_ONLY);
        try {
            for (Message message : notes.search(new HeaderTerm(HEADER, folder.getFullName()))) {
                String[] header = message.getHeader(HEADER);
                Matcher note = NOTE.matcher(header == null ? "" : header[0].strip());
                if (note.matches() && note.group(1).equals(folder.getFullName())) {
                    return new Since(
                            Long.parseLong(note.group(2)),
                            Long.parseLong(note.group(3)),
                            Instant.parse(note.group(4)),
                            folder.getUIDValidity());
                }
            }
            return null;
        } catch (DateTimeParseException e) {
            return null;
        } finally {
            notes.close(false);
        }
    }

    private static void note(Folder notes, String folder, Since since) throws MessagingException {
        try {
            if (!notes.exists() && !notes.create(Folder.HOLDS_MESSAGES)) {
                throw new MessagingException("the folder " + notes.getFullName() + " cannot be created");
            }
            MimeMessage note = new MimeMessage(Session.getInstance(new Properties()));
            note.setSubject("camel-cognigy answers mails in " + folder + " since " + since.received);
            note.setHeader(HEADER, folder + " " + since.validity + " " + since.firstUid + " " + since.received);
            note.setSentDate(Date.from(since.received));
            note.setText(
                    "Please leave this mail here. Mails in " + folder + " that came before it are not answered. Without"
                            + " it, the next start counts as the first.\r\n",
                    StandardCharsets.US_ASCII.name());
            note.saveChanges();
            note.setFlags(new Flags(Flag.SEEN), true);
            notes.appendMessages(new Message[] {note});
        } catch (MessagingException e) {
            LOG.warn(
                    "The first start on {} cannot be noted down in {}; each start counts as the first. Set the option"
                            + " since (mail.since): {}",
                    folder,
                    notes.getFullName(),
                    Reasons.of(e));
        }
    }
}
