package io.camelcognigy.mail;

import io.camelcognigy.mail.MailReader.Reading;
import io.camelcognigy.mail.UidFolder.Facts;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.session.QuietLog;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mails from the mailbox, decides what becomes of each, and tells the mailbox. A verdict that the mailbox could not be
 * told is kept until it can, so a lost connection never asks the bot twice. For the loop's thread.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelcognigy.mail");
    private static final int REMEMBERED = 10_000;
    private static final int MAX_KEPT_ANSWERS = 1_000;

    private final RoadState state;
    private final TimedReader reader;
    private final MailThreads threads;
    private final RateLimit limit;
    private final Claims claims;
    private final AttachmentStore attachments;
    private final QuietLog unkept;
    private final SharedMailbox shared;
    private final int turns;
    private final Duration maxAge;
    private final String failedFolder;
    private final Consumer<MailTurn> bot;

    private final Map<Long, Verdict> untold = new LinkedHashMap<>();
    private final Queue<DeadUnasked> unstored = new ArrayDeque<>();
    private final Map<Long, Integer> begun = new HashMap<>();
    /** What was answered lately: UIDs may change, and copies may come. */
    private final Set<String> answered = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final DeadLetterListener letters;
    private final QuietLog storedLog = new QuietLog(Duration.ofSeconds(5), System::nanoTime);
    private long validity;

    Intake(
            ChatMailConfiguration options,
            RoadState state,
            TimedReader reader,
            MailThreads threads,
            RateLimit limit,
            Claims claims,
            AttachmentStore attachments,
            QuietLog unkept,
            SharedMailbox shared,
            Consumer<MailTurn> bot,
            DeadLetterListener letters) {
        this.letters = letters;
        this.state = state;
        this.reader = reader;
        this.threads = threads;
        this.limit = limit;
        this.claims = claims;
        this.attachments = attachments;
        this.unkept = unkept;
        this.shared = shared;
        this.turns = options.getTurns();
        this.maxAge = options.getMaxAge();
        this.failedFolder = options.getFailedFolder();
        this.bot = bot;
    }

    /** A connection stands; its mails may have other UIDs than before. */
    void opened(Mailbox mailbox) throws MessagingException {
        if (validity != 0 && validity != mailbox.validity()) {
            claims.forget();
            untold.clear();
            begun.clear();
            state.underWay.set(0);
        }
        validity = mailbox.validity();
        Set<Long> inHand = claims.mailsUnderWay();
        inHand.addAll(untold.keySet());
        shared.releaseOthers(inHand);
    }

    void look(Mailbox mailbox) throws MessagingException {
        List<Long> waiting = mailbox.waiting();
        claims.found(waiting);
        untold.keySet().forEach(claims::passOver);
        begun.keySet().retainAll(waiting);
        for (long uid : claims.tooOld(maxAge)) {
            if (!shared.isShared() || claim(mailbox, uid, new HashSet<>())) {
                conclude(uid, Verdict.failed(FailureKind.NOT_SENT, "the Endpoint is not reachable"));
            }
        }
        state.polled(waiting.size());
    }

    /** Who waits for the Endpoint need not wait any longer. */
    void hurry() {
        claims.hurry();
    }

    /** Whether the limit of all senders is what keeps mails waiting. */
    boolean isLimited() {
        return !limit.hasRoom();
    }

    private boolean hasRoom() {
        int kept = state.answersKept.get();
        return claims.underWay() - kept < turns && kept < MAX_KEPT_ANSWERS && limit.hasRoom();
    }

    /** Takes what can be taken. */
    void take(Mailbox mailbox, BooleanSupplier open, Runnable betweenMails)
            throws MessagingException, InterruptedException {
        Set<String> passedOver = new HashSet<>();
        Set<Long> read = new HashSet<>();
        try {
            for (long uid : claims.waiting()) {
                if (!open.getAsBoolean() || !hasRoom()) {
                    break;
                }
                if (claims.isReady(uid, passedOver)) {
                    take(mailbox, uid, passedOver, read);
                }
                betweenMails.run();
                tell(mailbox);
            }
        } finally {
            if (mailbox.isOpen()) {
                mailbox.finished(read);
            }
        }
    }

    private void take(Mailbox mailbox, long uid, Set<String> passedOver, Set<Long> read)
            throws MessagingException, InterruptedException {
        if (shared.isShared() && !claim(mailbox, uid, passedOver)) {
            return;
        }
        // After it is claimed: another bridge may have dealt with it since it was found.
        Facts facts = mailbox.find(uid);
        if (facts == null) {
            LOG.debug("{}: mail {} is gone or seen", state.name(), uid);
            done(uid);
            return;
        }
        if (Math.max(mailbox.begin(uid, facts), begun.getOrDefault(uid, 0)) >= Mailbox.MAX_BEGUN) {
            conclude(uid, Verdict.failed(FailureKind.UNFINISHED, ""));
            return;
        }
        begun.merge(uid, 1, Integer::sum);
        Reading reading = read(mailbox, facts, uid);
        begun.remove(uid);
        read.add(uid);
        if (reading == null) {
            return;
        }
        if (reading.noAnswer() != null) {
            conclude(uid, Verdict.seen(reading.noAnswer()));
        } else if (reading.forged()) {
            conclude(uid, Verdict.failed(FailureKind.FORGED, "dmarc=fail"));
        } else {
            ask(mailbox, facts, uid, reading.incoming(), passedOver);
        }
    }

    /** Whether no other bridge works on the mail's thread. */
    private boolean claim(Mailbox mailbox, long uid, Set<String> passedOver) throws MessagingException {
        String thread = claims.key(uid);
        if (thread == null) {
            thread = thread(mailbox, uid);
            claims.know(uid, thread);
        }
        if (claims.isFree(thread, passedOver) && shared.claim(uid, thread)) {
            return true;
        }
        passedOver.add(thread);
        return false;
    }

    private String thread(Mailbox mailbox, long uid) throws MessagingException {
        try {
            String thread = thread(mailbox.head(uid));
            if (thread != null) {
                return thread;
            }
        } catch (MailRejectedException e) {
            LOG.debug("{}: mail {} is of no thread: {}", state.name(), uid, e.getMessage());
        }
        return "mail " + validity + " " + uid;
    }

    /** Null for a mail without a sender, and for one whose headers make no sense, which is said when it is read. */
    private String thread(MimeMessage head) {
        try {
            Optional<String> sender = Sender.of(head);
            return sender.isPresent() ? threads.sessionKey(MailIds.of(head), sender.get()) : null;
        } catch (MessagingException | RuntimeException e) {
            return null;
        }
    }

    /** Null if it cannot be read; then its verdict is spoken. */
    private Reading read(Mailbox mailbox, Facts facts, long uid) throws MessagingException, InterruptedException {
        try {
            return reader.read((maxBytes, late) -> mailbox.bytes(uid, facts, maxBytes, late));
        } catch (MailRejectedException e) {
            conclude(uid, Verdict.failed(FailureKind.REJECTED, Reasons.of(e)));
        } catch (MessagingException e) {
            if (!mailbox.isOpen()) {
                throw e;
            }
            // It is this mail that the server cannot hand over; read again and again, it would keep others out.
            conclude(uid, Verdict.failed(FailureKind.REJECTED, "the mail server does not hand the mail over"));
        }
        return null;
    }

    private void ask(Mailbox mailbox, Facts facts, long uid, IncomingMail mail, Set<String> passedOver)
            throws MessagingException, InterruptedException {
        String key = threads.sessionKey(mail);
        claims.know(uid, key);
        if (!claims.isFree(key, passedOver)) {
            passedOver.add(key);
            shared.release(uid);
            return;
        }
        if (answered.contains(name(mail)) || mailbox.hasAnswered(facts, mail)) {
            LOG.info("{}: mail {} is not asked: {}", state.name(), uid, NoAnswer.ANSWERED);
            // Also what could not be flagged when it was answered.
            conclude(uid, new Verdict(Verdict.Fate.ANSWERED, null, NoAnswer.ANSWERED.toString()));
            return;
        }
        if (!claims.wasTried(uid) && !limit.admits(mail.sender())) {
            conclude(uid, Verdict.failed(FailureKind.TOO_MANY, ""));
            return;
        }
        if (mail.body().cut()) {
            LOG.info(
                    "{}: mail {} is longer than what is read of a mail; the bot hears its beginning",
                    state.name(),
                    uid);
        }
        IncomingMail kept = keep(uid, mail);
        if (kept == null) {
            passedOver.add(key);
            return;
        }
        claims.start(uid, key);
        state.underWay.set(claims.underWay());
        bot.accept(new MailTurn(uid, validity, kept, key));
    }

    /** Null if what is attached cannot be kept now; then it is tried again. */
    private IncomingMail keep(long uid, IncomingMail mail) throws InterruptedException {
        try {
            return mail.with(attachments.keep(mail));
        } catch (IOException e) {
            if (unkept.admit() >= 0) {
                LOG.warn("{}: mails with attachments wait: {}", state.name(), e.getMessage());
            }
            conclude(uid, Verdict.again(FailureKind.NOT_SENT, e.getMessage()));
            return null;
        }
    }

    /** What became of a mail that the bot was asked. */
    void ended(MailTurn turn, Verdict verdict) {
        if (verdict.fate() == Verdict.Fate.ANSWERED) {
            // First here: where the server cannot be told, the next reading must not ask the bot again.
            answered.add(name(turn.mail()));
        }
        if (turn.validity() == validity) {
            conclude(turn.uid(), verdict);
        }
    }

    private void conclude(long uid, Verdict verdict) {
        if (verdict.fate() == Verdict.Fate.AGAIN) {
            if (claims.again(uid, maxAge)) {
                shared.release(uid);
                state.triedAgain.increment();
                LOG.debug("{}: mail {} is tried again: {}", state.name(), uid, verdict.reason());
                state.underWay.set(claims.underWay());
                return;
            }
            untold.put(uid, Verdict.failed(verdict.kind(), verdict.reason()));
            return;
        }
        claims.passOver(uid);
        untold.put(uid, verdict);
    }

    /** What was said unasked and goes to nobody. */
    void store(DeadUnasked letter) {
        unstored.add(letter);
    }

    /** Lets the mailbox know all that was decided. */
    void tell(Mailbox mailbox) throws MessagingException {
        while (!untold.isEmpty()) {
            Map.Entry<Long, Verdict> next = untold.entrySet().iterator().next();
            tell(mailbox, next.getKey(), next.getValue());
            untold.remove(next.getKey());
            done(next.getKey());
            state.underWay.set(claims.underWay());
        }
        while (!unstored.isEmpty()) {
            store(mailbox, unstored.element());
            unstored.remove();
        }
    }

    private void store(Mailbox mailbox, DeadUnasked letter) throws MessagingException {
        MessagingException refused = mailbox.store(letter.mail(), letter.kind());
        if (refused == null) {
            state.failed.increment();
            letters.stored(state.name(), letter.kind().code());
            long held = storedLog.admit();
            if (held >= 0) {
                LOG.warn(
                        "{}: what was said unasked is in {}: {}{}{}",
                        state.name(),
                        failedFolder,
                        letter.kind(),
                        letter.reason().isEmpty() ? "" : ": " + letter.reason(),
                        held == 0 ? "" : "; so are " + held + " more since the last such line");
            }
        }
        letter.stored().accept(refused);
    }

    private void done(long uid) {
        claims.done(uid);
        shared.release(uid);
    }

    private void tell(Mailbox mailbox, long uid, Verdict verdict) throws MessagingException {
        switch (verdict.fate()) {
            case ANSWERED -> {
                mailbox.markAnswered(uid);
                if (verdict.reason().isEmpty()) {
                    state.answered.increment();
                } else {
                    state.unanswered.increment();
                }
            }
            case SEEN -> {
                mailbox.markSeen(uid);
                state.unanswered.increment();
                LOG.info("{}: mail {} is not answered: {}", state.name(), uid, verdict.reason());
            }
            case FAILED -> {
                boolean moved = mailbox.fail(uid, verdict.kind());
                state.failed.increment();
                letters.stored(state.name(), verdict.kind().code());
                LOG.warn(
                        "{}: mail {} {}: {}{}",
                        state.name(),
                        uid,
                        moved ? "goes to " + failedFolder : "stays, flagged, as it cannot be moved to " + failedFolder,
                        verdict.kind(),
                        verdict.reason().isEmpty() ? "" : ": " + verdict.reason());
            }
            case AGAIN -> throw new IllegalStateException("nobody is told that a mail is tried again");
        }
    }

    /** Whether the mailbox has been told all. */
    boolean isIdle() {
        return untold.isEmpty() && unstored.isEmpty();
    }

    private static String name(IncomingMail mail) {
        return mail.sender() + " " + mail.identity();
    }
}
