package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of new mails from the mail server, where it has IDLE. On a connection of its own, so that it never holds up what is
 * said to the mailbox; while that one does not stand, it is tried anew, and the mailbox has to be looked into more often.
 */
final class NewMailWatch {

    /** Servers end an IDLE after 29 minutes, and routers forget silent connections sooner. */
    static final Duration RENEWAL = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger("io.camelcognigy.mail");
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    /** Before the next listening, as a server may end each at once. */
    private static final Duration BREATH = Duration.ofMillis(500);

    interface Opening {
        IdleConnection open() throws MessagingException;
    }

    private final String road;
    private final Opening opening;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Consumer<Error> fatal;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile IdleConnection connection;
    private volatile boolean listening;

    /**
     * @param threads of which one is taken as long as it runs
     * @param fatal gets errors after which the process should not go on
     */
    NewMailWatch(
            String road, Opening opening, Executor threads, ScheduledExecutorService timer, Consumer<Error> fatal) {
        this.road = road;
        this.opening = opening;
        this.threads = threads;
        this.timer = timer;
        this.fatal = fatal;
    }

    /** Whether news come by themselves now. */
    boolean isListening() {
        return listening;
    }

    /**
     * Has an effect once.
     *
     * @param news run, by a thread of the watch, when there may be a new mail, and when {@link #isListening} has changed
     */
    void start(Runnable news) {
        if (started.compareAndSet(false, true)) {
            threads.execute(() -> run(news));
        }
    }

    /** Does not wait for the end: a server that is gone without a word is waited for a while. */
    void stop() {
        stopped.countDown();
        renew();
    }

    private void renew() {
        IdleConnection now = connection;
        if (now != null) {
            now.renew();
        }
    }

    private void run(Runnable news) {
        ScheduledFuture<?> renewal =
                timer.scheduleWithFixedDelay(this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
        try {
            long pause = 1;
            while (serve(news) && !stopped.await(pause, TimeUnit.SECONDS)) {
                pause = Math.min(2 * pause, MAX_PAUSE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            renewal.cancel(false);
        }
    }

    /**
     * As long as the connection stands.
     *
     * @return whether another one may be better
     */
    private boolean serve(Runnable news) throws InterruptedException {
        try (IdleConnection opened = opening.open()) {
            if (!opened.isOffered()) {
                LOG.info("{}: the mail server has no IDLE, so the mailbox is looked into at each poll interval", road);
                return false;
            }
            connection = opened;
            do {
                listen(opened, news);
            } while (!stopped.await(BREATH.toMillis(), TimeUnit.MILLISECONDS));
        } catch (VirtualMachineError e) {
            fatal.accept(e);
        } catch (MessagingException | RuntimeException | Error e) {
            LOG.debug("{}: nothing is heard of new mails: {}", road, Reasons.of(e));
        } finally {
            connection = null;
        }
        return true;
    }

    private void listen(IdleConnection opened, Runnable news) throws MessagingException {
        try {
            opened.listen(() -> {
                listening = true;
                news.run();
                if (stopped.getCount() == 0) {
                    // Stopped before there was anything to end.
                    opened.renew();
                }
            });
        } finally {
            listening = false;
            news.run();
        }
    }
}
