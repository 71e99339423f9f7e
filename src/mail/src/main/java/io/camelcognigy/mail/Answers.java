package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends answers, a few at a time. One that is not taken now is kept and tried again, with growing pauses, until it is too
 * old; the bot is not asked again for it.
 */
final class Answers implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_PAUSE = Duration.ofMinutes(5);
    /** While the server is not there: mails are held up then. */
    private static final Duration LAST_PAUSE_UNREACHABLE = Duration.ofSeconds(10);

    /** How old the knowledge that the server is there may become; that it is not, is looked after more often. */
    private static final Duration PROBE = Duration.ofSeconds(20);

    private static final Duration PROBE_DOWN = Duration.ofSeconds(4);

    private final MailServers servers;
    private final KeptTransports transports;
    private final RoadState state;
    private final Duration maxAge;
    private final ExecutorService senders;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private volatile long lastTried;

    Answers(
            MailServers servers,
            RoadState state,
            Duration maxAge,
            ExecutorService senders,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.servers = servers;
        this.transports = servers.transports(nanoTime);
        this.state = state;
        this.maxAge = maxAge;
        this.senders = senders;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.lastTried = nanoTime.getAsLong() - PROBE.toNanos();
    }

    /** From now on it is known whether the server is there, also while there is nothing to send. */
    void start() {
        timer.scheduleWithFixedDelay(this::probe, 0, PROBE_DOWN.toSeconds(), TimeUnit.SECONDS);
    }

    private void probe() {
        if (transports.hasOld()) {
            onSender(transports::closeIdle);
        }
        Duration often = state.smtp.isDown() ? PROBE_DOWN : PROBE;
        if (nanoTime.getAsLong() - lastTried < often.toNanos()) {
            return;
        }
        lastTried = nanoTime.getAsLong();
        onSender(() -> {
            try {
                servers.probe();
                state.smtp.up();
            } catch (MessagingException e) {
                state.smtp.down(Reasons.of(e));
            }
        });
    }

    /** Nothing is kept open any more. */
    @Override
    public void close() {
        transports.close();
    }

    /** @param end called once, on any thread: with the failure, or null once the server has taken the answer */
    void send(MimeMessage answer, Consumer<Throwable> end) {
        send(answer, new Outgoing() {

            private boolean kept;

            @Override
            public void kept() {
                kept = true;
                state.answersKept.incrementAndGet();
            }

            @Override
            public void ended(Throwable failure) {
                if (kept) {
                    state.answersKept.decrementAndGet();
                }
                end.accept(failure);
            }
        });
    }

    void send(MimeMessage mail, Outgoing outgoing) {
        new Sending(mail, outgoing).next(Duration.ZERO);
    }

    /** Who waits for a mail to be sent; told on any thread, one call after the other. */
    interface Outgoing {

        /** Whether it is still to be sent. */
        default boolean isWanted() {
            return true;
        }

        /** It was not taken, and is tried again. Called once at most. */
        void kept();

        /** Called once, if the road does not stop before. @param failure null once the server has taken the mail */
        void ended(Throwable failure);
    }

    /** After the stop of the road nothing is sent: the mail is still unseen, and is asked again at the next start. */
    private void onSender(Runnable task) {
        try {
            senders.execute(task);
        } catch (RejectedExecutionException e) {
            // See above.
        }
    }

    private final class Sending {

        private final MimeMessage answer;
        private final Outgoing outgoing;
        private final long since = nanoTime.getAsLong();
        private int tries;
        private boolean kept;

        Sending(MimeMessage answer, Outgoing outgoing) {
            this.answer = answer;
            this.outgoing = outgoing;
        }

        void next(Duration pause) {
            if (pause.isZero()) {
                onSender(this::attempt);
                return;
            }
            try {
                timer.schedule(() -> onSender(this::attempt), pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // As in onSender.
            }
        }

        /** One after the other: the next is due only when this one is over. */
        private void attempt() {
            if (!outgoing.isWanted()) {
                return;
            }
            Throwable failure = null;
            SmtpFault fault = null;
            lastTried = nanoTime.getAsLong();
            try {
                transports.send(answer);
                state.smtp.up();
            } catch (MessagingException e) {
                failure = e;
                fault = SmtpFault.of(e);
                if (fault == SmtpFault.UNREACHABLE) {
                    state.smtp.down(Reasons.of(e));
                } else {
                    state.smtp.up();
                }
            } catch (RuntimeException | Error e) {
                failure = e;
                fault = SmtpFault.NEVER;
            }
            if (failure == null || fault == SmtpFault.NEVER || nanoTime.getAsLong() - since >= maxAge.toNanos()) {
                outgoing.ended(failure);
                return;
            }
            state.answersRetried.increment();
            if (!kept) {
                kept = true;
                outgoing.kept();
            }
            next(pause(fault));
        }

        private Duration pause(SmtpFault fault) {
            Duration last = fault == SmtpFault.UNREACHABLE ? LAST_PAUSE_UNREACHABLE : LAST_PAUSE;
            long millis = FIRST_PAUSE.toMillis() << Math.min(tries++, 20);
            return millis > last.toMillis() ? last : Duration.ofMillis(millis);
        }
    }
}
