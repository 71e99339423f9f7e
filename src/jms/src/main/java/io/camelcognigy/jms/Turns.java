package io.camelcognigy.jms;

import io.camelcognigy.jms.ChatJmsEndpoint.InDoubt;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.Collation.Sentence;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.EventTypes;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RetryPause;
import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.session.TraceSpan;
import io.camelcognigy.session.TraceSpan.Step;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of each message between its taking and its acknowledgement, by its turn's outcome:
 *
 * <pre>
 *   taken ── read ── waits for the turn before ── asked ──┬── answered ── answers written ──┬── acknowledged
 *              │                                  ^       ├── rejected, in doubt ──┐        │
 *              │                                  │       └── not sent ── waits ── │ ─┐     │
 *              │                                  └─────────────────────────────── │ ─┘     │
 *              └── no input ───────────────────────────────────────────────────────┴── dead letter stored
 * </pre>
 *
 * <p>Texts that belong together ({@link Collation}) wait for each other before they are asked, and go all this way as one.
 *
 * <p>A message whose delivery is void goes nowhere: the broker delivers it again.
 */
final class Turns {

    /** Asks the bot: hands an exchange to the route, and tells when it is over. */
    interface Asking {
        void ask(TakenMessage message, Consumer<Exchange> over);
    }

    /** What the endpoint is configured for. */
    record Settings(
            String name,
            String output,
            EventTypes events,
            String deadLetter,
            Duration maxAge,
            InDoubt inDoubt,
            Collation collation) {}

    /** Where the work is done that may wait: turns and dead letters are apart, so that one cannot hold up the other. */
    record Threads(ExecutorService turns, ExecutorService deadLetters, ScheduledExecutorService timer) {}

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final long LOOK_MILLIS = 250;
    private static final long COLLATE_MILLIS = 50;

    private final Settings settings;
    private final MessageReader reader;
    private final Slots slots;
    private final int maxBody;
    private final Sender sender;
    private final Threads threads;
    private final LongSupplier nanoTime;
    private final Asking asking;
    private final OwnSessions sessions;
    private final WaitingRoom waitingRoom;
    private final DeadLetters deadLetters;
    private final Steps steps;
    private final Gate gate = new Gate();
    private final Lanes lanes;

    Turns(
            Settings settings,
            MessageReader reader,
            int turns,
            long turnBytes,
            int maxBody,
            Sender sender,
            Threads threads,
            BooleanSupplier reachable,
            LongSupplier nanoTime,
            Asking asking,
            OwnSessions sessions,
            DeadLetterListener letters) {
        this.settings = settings;
        this.reader = reader;
        this.slots = new Slots(turns, turnBytes);
        this.maxBody = maxBody;
        this.sender = sender;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.asking = asking;
        this.sessions = sessions;
        this.lanes = new Lanes(settings.collation(), nanoTime);
        this.steps = new Steps(threads.timer(), this::failed);
        this.waitingRoom = new WaitingRoom(reachable, nanoTime, this::tooOld, message -> {
            steps.on(threads.turns(), message, this::tryAgain);
        });
        this.deadLetters = new DeadLetters(
                settings.name(),
                settings.deadLetter(),
                sender,
                threads.deadLetters(),
                steps,
                slots,
                gate,
                this::acknowledge,
                letters);
        every(LOOK_MILLIS, waitingRoom::look);
        if (settings.collation().isOn()) {
            every(COLLATE_MILLIS, () -> lanes.due().forEach(this::goOn));
        }
    }

    private void every(long millis, Runnable look) {
        threads.timer()
                .scheduleWithFixedDelay(
                        () -> {
                            try {
                                look.run();
                            } catch (RuntimeException | Error e) {
                                LOG.error("{}: looking for inputs that can go on failed", settings.name(), e);
                            }
                        },
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    // ---------------------------------------------------------------- taken

    /** Waits for room, and returns when the message is on its way. One that comes during a stop is left to the broker. */
    void take(Delivery delivery) throws JMSException, InterruptedException {
        long size = Math.min(delivery.bodySize(), maxBody);
        if (!slots.acquire(size)) {
            return;
        }
        TakenMessage message = new TakenMessage(delivery, size, nanoTime.getAsLong());
        boolean handedOn = false;
        try {
            handedOn = !message.isVoid() && handOn(message);
        } finally {
            if (!handedOn) {
                slots.release(size);
            }
        }
    }

    private boolean handOn(TakenMessage message) throws JMSException, InterruptedException {
        try {
            message.input = reader.read(message.delivery());
        } catch (RejectedRecordException | InvalidInputException e) {
            DeadLetter letter =
                    DeadLetter.of(message.delivery(), message.delivery().tooLargeFor(maxBody), e, false);
            if (!gate.await(message)) {
                return false;
            }
            deadLetters.add(message, List.of(letter));
            return true;
        }
        if (settings.collation().isOn()) {
            message.sentence = sentence(message);
        }
        TakenMessage next = lanes.enter(message);
        if (next != null) {
            steps.now(next, this::begin);
        }
        return true;
    }

    /** Only what came by the same connection goes together: it is acknowledged together, or comes again together. */
    private static Sentence sentence(TakenMessage message) throws JMSException {
        JmsInput input = message.input;
        return Sentence.of(
                input.input(),
                Arrays.asList(
                        message.delivery().session().getConnection(),
                        input.replyQueue(),
                        input.stream(),
                        input.headers()),
                message.delivery().message().getJMSTimestamp(),
                message.takenAt());
    }

    // ---------------------------------------------------------------- asked

    private void begin(TakenMessage message) {
        if (message.isVoid()) {
            done(message);
        } else if (sessions.areWritten() && !message.ours) {
            beginWhenOurs(message);
        } else if (gate.enter(message)) {
            if (message.attempts == 0) {
                message.behind = lanes.behind(message);
            }
            asking.ask(message, exchange -> steps.now(message, taken -> over(taken, exchange)));
        }
    }

    private void beginWhenOurs(TakenMessage message) {
        if (!gate.park(message)) {
            sessions.whenOurs(message.input.sessionKey(), () -> {
                message.ours = true;
                steps.on(threads.turns(), message, this::begin);
            });
        }
    }

    /** Others may go on with its session meanwhile. */
    private void giveBack(TakenMessage message) {
        if (message.ours) {
            message.ours = false;
            sessions.giveBack(message.input.sessionKey());
        }
    }

    private void over(TakenMessage message, Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null && exchange.isRollbackOnly()) {
            failure = new RejectedRecordException("BRIDGE-ROLLED-BACK", "a step of the route rolled the exchange back");
        }
        if (message.isVoid()) {
            message.trace.end(failure);
            done(message);
            return;
        }
        switch (Outcomes.of(failure)) {
            case ANSWERED -> {
                message.attempts = 0;
                message.heard = true;
                message.answers =
                        Answers.of(exchange.getMessage(), message.last().input, settings.output(), settings.events());
                write(message);
            }
            case NOT_SENT -> again(message, failure);
            case IN_DOUBT -> {
                message.heard = true;
                if (settings.inDoubt() == InDoubt.REDELIVER) {
                    again(message, failure);
                } else {
                    deadLetter(message, failure);
                }
            }
            case REJECTED -> deadLetter(message, failure);
        }
    }

    private void again(TakenMessage message, Throwable failure) {
        message.trace.end(failure);
        if (tooOld(message)) {
            deadLetter(message, failure);
            return;
        }
        message.attempts++;
        message.failure = failure;
        giveBack(message);
        waitingRoom.add(message, RetryPause.after(message.attempts, failure));
        gate.leave(message);
    }

    private void tryAgain(TakenMessage message) {
        if (tooOld(message) && !message.isVoid()) {
            deadLetter(message, message.failure);
        } else {
            begin(message);
        }
    }

    // ---------------------------------------------------------------- answered

    /** One after the other, so that none is there without those before it. */
    private void write(TakenMessage message) {
        if (message.written == message.answers.size() || message.isVoid()) {
            acknowledge(message);
            return;
        }
        Answer answer = message.answers.get(message.written);
        TraceSpan storing = message.trace.begin(Step.STORING);
        sender.send(answer.queue(), answer.within(storing)::message, failure -> {
            storing.end(failure);
            if (failure == null) {
                steps.now(message, this::written);
            } else {
                steps.on(threads.turns(), message, taken -> notWritten(taken, failure));
            }
        });
    }

    private void written(TakenMessage message) {
        message.written++;
        write(message);
    }

    private void notWritten(TakenMessage message, Throwable failure) {
        if (failure instanceof RejectedRecordException
                || failure instanceof InvalidDestinationException
                || failure instanceof InvalidDestinationRuntimeException
                || failure instanceof JMSSecurityException) {
            deadLetter(message, failure);
        } else if (!(failure instanceof JMSException)) {
            failed(message, failure);
        } else if (tooOld(message)) {
            deadLetter(message, failure);
        } else {
            message.attempts++;
            steps.later(RetryPause.after(message.attempts, null), threads.turns(), message, this::write);
        }
    }

    /** Its session is in the register before its source forgets it. */
    private void acknowledge(TakenMessage message) {
        if (message.ours) {
            message.ours = false;
            sessions.whenWritten(
                    message.input.sessionKey(), () -> steps.on(threads.turns(), message, this::acknowledge));
            return;
        }
        for (TakenMessage each : message.all()) {
            try {
                each.delivery().acknowledge();
            } catch (JMSException e) {
                if (!each.isVoid()) {
                    LOG.warn(
                            "{}: a message is done and could not be acknowledged; it comes again: {}",
                            settings.name(),
                            Broker.explain(e));
                }
            }
        }
        done(message);
    }

    private void deadLetter(TakenMessage message, Throwable failure) {
        message.storing = true;
        message.trace.end(failure);
        try {
            List<DeadLetter> letters = new ArrayList<>();
            for (TakenMessage each : message.all()) {
                letters.add(DeadLetter.of(each.delivery(), false, failure, message.heard));
            }
            deadLetters.add(message, letters);
        } catch (JMSException e) {
            throw new IllegalStateException("the message does not say which it is", e);
        }
    }

    // ---------------------------------------------------------------- done

    /** Whatever became of it, nothing more happens to this delivery: the next of its session may begin. */
    private void done(TakenMessage message) {
        message.trace.end(null);
        giveBack(message);
        gate.leave(message);
        TakenMessage next = leave(message);
        while (next != null && next.isVoid()) {
            next = leave(next);
        }
        if (next != null) {
            goOn(next);
        }
    }

    private void goOn(TakenMessage next) {
        steps.on(threads.turns(), next, this::begin);
    }

    private TakenMessage leave(TakenMessage message) {
        for (TakenMessage each : message.all()) {
            if (each.slotless) {
                slots.releaseLent();
            } else {
                slots.release(each.size());
            }
        }
        return message.input == null ? null : lanes.leave(message);
    }

    private void failed(TakenMessage message, Throwable failure) {
        if (failure instanceof Error || message.storing) {
            LOG.error("{}: a message stays with the broker until the road connects again", settings.name(), failure);
            message.trace.end(failure);
            done(message);
        } else {
            steps.now(message, taken -> deadLetter(taken, failure));
        }
    }

    private boolean tooOld(TakenMessage message) {
        return !settings.maxAge().isZero()
                && nanoTime.getAsLong() - message.takenAt() >= settings.maxAge().toNanos();
    }

    // ---------------------------------------------------------------- life

    /** Nothing more begins. What is under way goes on to its end. */
    void pause() {
        gate.shut();
    }

    void resume() {
        gate.open().forEach(this::goOn);
    }

    /** Nothing more begins, and who waits for room waits no longer. */
    void close() {
        gate.close();
        slots.close();
    }

    /** Messages whose turn has begun and whose answers, or dead letter, are not stored; without those that wait. */
    int underWay() {
        return gate.underWay();
    }

    int taken() {
        return slots.taken();
    }

    int waiting() {
        return lanes.waiting() + waitingRoom.size() + steps.delayed() + sessions.waiting();
    }
}
