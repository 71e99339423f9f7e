package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Message;

/**
 * Sends what the bot says outside of a turn, each as a mail in its thread: under the limits for answers, kept as answers are
 * while the SMTP server does not take it, and a dead letter in the failed folder if it goes to nobody. Bounded in number and
 * in bytes. Thread-safe.
 */
final class UnaskedMails {

    /** So many wait for the SMTP server at most; what comes then is a dead letter. */
    private static final int MAX_KEPT = 1_000;
    /** So many are under way at most, dead letters that wait for the mailbox included; what comes then is not taken. */
    private static final int MAX_PENDING = 2 * MAX_KEPT;

    private static final int MAX_PENDING_BYTES = 64 * 1024 * 1024;

    private final RoadState state;
    private final AnswerWriter writer;
    private final Answers answers;
    private final RateLimit limit;
    private final Consumer<DeadUnasked> dead;
    private final Executor workers;
    private final Supplier<String> identities;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pendingBytes = new AtomicInteger();
    private volatile boolean stopping;
    private volatile boolean closed;

    /**
     * @param dead stores dead letters
     * @param workers where who waits is told: a step of a route may block
     * @param identities one for each mail, and never the same
     */
    UnaskedMails(
            RoadState state,
            AnswerWriter writer,
            Answers answers,
            RateLimit limit,
            Consumer<DeadUnasked> dead,
            Executor workers,
            Supplier<String> identities) {
        this.state = state;
        this.writer = writer;
        this.answers = answers;
        this.limit = limit;
        this.dead = dead;
        this.workers = workers;
        this.identities = identities;
    }

    /**
     * @param said as the component's consumer hands it to a route, the reply address as headers
     * @param end told once, on a worker: null when the SMTP server has the mail, its dead letter is stored, or there is
     *     nothing in it that a mail could say; else why it is neither
     */
    void send(Message said, Consumer<Throwable> end) throws MessagingException {
        ReplyBody body = AnswerWriter.body(said);
        if (body.isEmpty()) {
            tell(end, null);
            return;
        }
        ReplyAddress address = ReplyAddress.of(name -> said.getHeader(name, String.class));
        MimeMessage mail = writer.unasked(body, address, identities.get());
        Pending one = new Pending(mail, body.bytes(), end);
        if (!enter(one)) {
            tell(
                    end,
                    new IllegalStateException(
                            "more unasked messages than can be kept wait for the SMTP server or the mailbox"));
        } else if (!address.isComplete()) {
            one.fails(FailureKind.NO_ADDRESS, "");
        } else if (!limit.admitsNow(address.to())) {
            one.fails(FailureKind.TOO_MANY, "");
        } else if (state.unaskedKept.get() >= MAX_KEPT) {
            one.fails(FailureKind.NOT_DELIVERED, "so many wait for the SMTP server already");
        } else {
            answers.send(mail, one);
        }
    }

    private void tell(Consumer<Throwable> end, Throwable failure) {
        try {
            workers.execute(() -> end.accept(failure));
        } catch (RejectedExecutionException e) {
            // The road has stopped, and its threads with it.
            end.accept(failure);
        }
    }

    private boolean enter(Pending one) {
        if (pending.size() >= MAX_PENDING || pendingBytes.get() > MAX_PENDING_BYTES - one.bytes) {
            return false;
        }
        pending.add(one);
        pendingBytes.addAndGet(one.bytes);
        if (closed) {
            one.stopped();
        }
        return true;
    }

    /** What the SMTP server does not take at once is not waited for any longer: it is not confirmed to the Endpoint. */
    void stopKeeping() {
        stopping = true;
        pending.stream().filter(one -> one.kept).forEach(Pending::stopped);
    }

    /** Nothing is sent or stored any more. */
    void close() {
        closed = true;
        pending.forEach(Pending::stopped);
    }

    private final class Pending implements Answers.Outgoing {

        private final MimeMessage mail;
        private final int bytes;
        private final Consumer<Throwable> end;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean kept;

        Pending(MimeMessage mail, int bytes, Consumer<Throwable> end) {
            this.mail = mail;
            this.bytes = bytes;
            this.end = end;
        }

        void fails(FailureKind kind, String reason) {
            dead.accept(new DeadUnasked(mail, kind, reason, this::end));
        }

        void stopped() {
            end(new IllegalStateException("the road stops"));
        }

        private void end(Throwable failure) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            pending.remove(this);
            pendingBytes.addAndGet(-bytes);
            if (kept) {
                state.unaskedKept.decrementAndGet();
            }
            tell(end, failure);
        }

        @Override
        public boolean isWanted() {
            return !over.get();
        }

        @Override
        public void kept() {
            state.unaskedKept.incrementAndGet();
            kept = true;
            if (stopping) {
                stopped();
            }
        }

        @Override
        public void ended(Throwable failure) {
            if (failure == null) {
                end(null);
            } else {
                fails(FailureKind.NOT_DELIVERED, Reasons.of(failure));
            }
        }
    }
}
