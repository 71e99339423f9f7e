package io.camelcognigy.mail;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one road has done and how it is; written by its threads, read by anyone. */
final class RoadState implements MailRoad {

    final ServerState imap;
    final ServerState smtp;
    final LongAdder answered = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder triedAgain = new LongAdder();
    final LongAdder answersRetried = new LongAdder();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger answersKept = new AtomicInteger();

    private final String name;
    private final Clock clock;
    private volatile int waiting;
    private volatile Instant lastPoll;

    RoadState(String name, Clock clock, LongSupplier nanoTime) {
        this.name = name;
        this.clock = clock;
        this.imap = new ServerState(name, "the mailbox", nanoTime);
        this.smtp = new ServerState(name, "the SMTP server", nanoTime);
    }

    /** The mailbox was looked into, and so many mails are unseen. */
    void polled(int unseen) {
        waiting = unseen;
        lastPoll = clock.instant();
        imap.up();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MailSnapshot snapshot() {
        return new MailSnapshot(
                name,
                answered.sum(),
                unanswered.sum(),
                failed.sum(),
                triedAgain.sum(),
                answersRetried.sum(),
                underWay.get(),
                answersKept.get(),
                waiting,
                lastPoll,
                imap.failure(),
                smtp.failure());
    }
}
