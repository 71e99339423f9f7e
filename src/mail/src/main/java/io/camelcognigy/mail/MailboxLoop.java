package io.camelcognigy.mail;

import io.camelcognigy.session.QuietLog;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that talks to the mailbox: looks into it, takes mails, and flags them when they are dealt with. It ends
 * with the road only: whatever goes wrong, it connects anew.
 */
final class MailboxLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelcognigy.mail");
    private static final Duration MAX_RECONNECT = Duration.ofSeconds(15);
    /** Also while new mails are heard of: a connection can be gone without a word. */
    private static final Duration LOOK_WHILE_LISTENING = Duration.ofSeconds(15);
    /** How long it may go unnoticed that the Endpoint is back, or that a pause is over. */
    private static final Duration TICK = Duration.ofMillis(250);

    interface Opening {
        Mailbox open() throws MessagingException;
    }

    private final Opening opening;
    private final Intake intake;
    private final RoadState state;
    private final Duration pollInterval;
    private final NewMailWatch watch;
    private final BooleanSupplier reachable;
    private final Consumer<Error> fatal;
    private final LongSupplier nanoTime;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean news = new AtomicBoolean();
    private final QuietLog limited;
    private volatile boolean suspended;
    private volatile boolean stopped;
    private boolean held;
    private int failures;
    private long nextLook;

    /**
     * @param watch started once the mailbox could be looked into, and stopped with the loop
     * @param reachable whether the bot can be asked; looked at often
     * @param fatal gets errors after which the process should not go on
     */
    MailboxLoop(
            Opening opening,
            Intake intake,
            RoadState state,
            Duration pollInterval,
            NewMailWatch watch,
            BooleanSupplier reachable,
            Consumer<Error> fatal,
            LongSupplier nanoTime) {
        this.opening = opening;
        this.intake = intake;
        this.state = state;
        this.pollInterval = pollInterval;
        this.watch = watch;
        this.reachable = reachable;
        this.fatal = fatal;
        this.nanoTime = nanoTime;
        this.limited = new QuietLog(Duration.ofMinutes(1), nanoTime);
    }

    /** What became of a mail; for any thread. */
    void ended(MailTurn turn, Verdict verdict) {
        events.add(() -> intake.ended(turn, verdict));
    }

    /** What was said unasked and goes to nobody; for any thread. */
    void store(DeadUnasked letter) {
        events.add(() -> intake.store(letter));
    }

    /** Mails under way come to their end, and no others are taken. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        suspended = false;
    }

    /** The mailbox is to be looked into; for any thread, as often as it likes. */
    private void news() {
        if (news.compareAndSet(false, true)) {
            events.add(() -> {
                news.set(false);
                nextLook = nanoTime.getAsLong();
            });
        }
    }

    /** Ends the thread once the mailbox has been told what is known by now, if it can be. */
    void stop() {
        stopped = true;
        watch.stop();
        events.add(() -> {});
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Mailbox mailbox = opening.open()) {
                intake.opened(mailbox);
                serve(mailbox);
            } catch (InterruptedException e) {
                return;
            } catch (VirtualMachineError e) {
                failed(e);
                fatal.accept(e);
            } catch (Exception | Error e) {
                failed(e);
            }
            pause();
        }
    }

    private void failed(Throwable failure) {
        if (stopped) {
            return;
        }
        failures++;
        if (!(failure instanceof MessagingException)) {
            LOG.error("{}: the mailbox loop failed and begins anew", state.name(), failure);
        }
        state.imap.down(Reasons.of(failure));
    }

    private void serve(Mailbox mailbox) throws MessagingException, InterruptedException {
        nextLook = nanoTime.getAsLong();
        while (!stopped) {
            drain();
            intake.tell(mailbox);
            if (nextLook - nanoTime.getAsLong() <= 0) {
                intake.look(mailbox);
                failures = 0;
                nextLook = nanoTime.getAsLong() + untilNextLook().toNanos();
                watch.start(this::news);
            }
            if (isOpen()) {
                intake.take(mailbox, this::isOpen, this::drain);
                if (intake.isLimited() && limited.admit() >= 0) {
                    LOG.warn("{}: as many answers as totalAnswersPerHour allows; the mails wait", state.name());
                }
            }
            await(Math.min(TICK.toNanos(), nextLook - nanoTime.getAsLong()));
        }
        drain();
        intake.tell(mailbox);
    }

    private Duration untilNextLook() {
        return watch.isListening() && pollInterval.compareTo(LOOK_WHILE_LISTENING) < 0
                ? LOOK_WHILE_LISTENING
                : pollInterval;
    }

    private boolean isOpen() {
        if (stopped || suspended || !state.smtp.isUp()) {
            return false;
        }
        boolean now = reachable.getAsBoolean();
        if (now && held) {
            intake.hurry();
        }
        held = !now;
        return now;
    }

    /** After the first failure for a moment, then longer and longer. */
    private void pause() {
        long nanos = failures < 2
                ? Math.min(pollInterval.toNanos(), TimeUnit.SECONDS.toNanos(1))
                : Math.min(MAX_RECONNECT.toNanos(), TimeUnit.SECONDS.toNanos(1L << Math.min(failures - 2, 10)));
        long end = nanoTime.getAsLong() + nanos;
        try {
            while (!stopped && end - nanoTime.getAsLong() > 0) {
                await(end - nanoTime.getAsLong());
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void await(long nanos) throws InterruptedException {
        Runnable event = events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        if (event != null) {
            event.run();
            drain();
        }
    }

    private void drain() {
        Runnable event;
        while ((event = events.poll()) != null) {
            event.run();
        }
    }
}
