package io.camelcognigy.mail;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    final AtomicInteger unaskedKept = new AtomicInteger();

    private final String name;
    private final Clock clock;
    /** Says what is wrong with the register, or null. */
    private volatile Supplier<String> register = () -> null;

    private volatile int unseen;
    private volatile Instant lastPoll;

    RoadState(String name, Clock clock, LongSupplier nanoTime) {
        this.name = name;
        this.clock = clock;
        this.imap = new ServerState(name, "the mailbox", nanoTime);
        this.smtp = new ServerState(name, "the SMTP server", nanoTime);
    }

    void watch(Supplier<String> registerTrouble) {
        register = registerTrouble;
    }

    /** Null if it works, or there is none. */
    String registerFailure() {
        return register.get();
    }

    /** The mailbox was looked into, and so many mails are unseen. */
    void polled(int unseen) {
        this.unseen = unseen;
        lastPoll = clock.instant();
        imap.up();
    }

    String name() {
        return name;
    }

    @Override
    public String road() {
        return name;
    }

    @Override
    public boolean connected() {
        return lastPoll != null && !imap.isDown() && registerFailure() == null;
    }

    @Override
    public String lastError() {
        return Stream.of(imap.failure(), registerFailure(), smtp.failure())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public int taken() {
        return underWay.get();
    }

    /** Answers, and what was said unasked, that the SMTP server has not taken yet. */
    @Override
    public int waiting() {
        return answersKept.get() + unaskedKept.get();
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
                waiting(),
                unseen,
                lastPoll,
                imap.failure(),
                smtp.failure(),
                registerFailure());
    }
}
