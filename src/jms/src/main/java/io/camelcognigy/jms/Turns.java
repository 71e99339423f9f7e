package io.camelcognigy.jms;

import io.camelcognigy.jms.ChatJmsEndpoint.InDoubt;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.session.InvalidInputException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>A message whose delivery is void goes nowhere: the broker delivers it again.
 */
final class Turns {

    /** Asks the bot: hands an exchange to the route, and tells when it is over. */
    interface Asking {
        void ask(TakenMessage message, Consumer<Exchange> over);
    }

    /** What the endpoint is configured for. */
    record Settings(String name, String output, String deadLetter, Duration maxAge, InDoubt inDoubt) {}

    /** Where the work is done: answers and dead letters are apart, so that one cannot hold up the other. */
    record Threads(ExecutorService answers, ExecutorService deadLetters, ScheduledExecutorService timer) {}

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final long LOOK_MILLIS = 250;

    private final Settings settings;
    private final MessageReader reader;
    private final Slots slots;
    private final int maxBody;
    private final Sender sender;
    private final Threads threads;
    private final LongSupplier nanoTime;
    private final Asking asking;
    private final WaitingRoom waitingRoom;
    private final Lanes<TakenMessage> lanes = new Lanes<>();
    private final AtomicInteger delayed = new AtomicInteger();
    private final AtomicInteger slotless = new AtomicInteger();
    private final int mostSlotless;

    /** Guards those below: after a pause, nothing begins that the pause does not know of. */
    private final Object gate = new Object();

    private final List<TakenMessage> parked = new ArrayList<>();
    private boolean open = true;
    private boolean closed;
    private int underWay;

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
            Asking asking) {
        this.settings = settings;
        this.reader = reader;
        this.slots = new Slots(turns, turnBytes);
        this.mostSlotless = turns;
        this.maxBody = maxBody;
        this.sender = sender;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.asking = asking;
        this.waitingRoom =
                new WaitingRoom(
                reachable, nanoTime, this::tooOld, message -> run(threads.answers(), message, this::tryAgain));
        threads.timer().scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
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
                    DeadLetter.of(message.delivery(), message.delivery().tooLargeFor(maxBody), e);
            if (!waitAtGate(message)) {
                return false;
            }
            run(threads.deadLetters(), message, taken -> store(taken, letter));
            return true;
        }
        if (lanes.enter(message.input.sessionKey(), message)) {
            attempt(message, this::begin);
        }
        return true;
    }

    // ---------------------------------------------------------------- asked

    private void begin(TakenMessage message) {
        if (message.isVoid()) {
            done(message);
        } else if (enterGate(message)) {
            asking.ask(message, exchange -> run(threads.answers(), message, taken -> over(taken, exchange)));
        }
    }

    private void over(TakenMessage message, Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null && exchange.isRollbackOnly()) {
            failure = new RejectedRecordException("BRIDGE-ROLLED-BACK", "a step of the route rolled the exchange back");
        }
        if (message.isVoid()) {
            leaveGate(message);
            done(message);
            return;
        }
        switch (Outcomes.of(failure)) {
            case ANSWERED -> {
                message.attempts = 0;
                message.answers = Answers.of(exchange.getMessage(), message.input, settings.output());
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
        if (tooOld(message)) {
            deadLetter(message, failure);
            return;
        }
        message.attempts++;
        message.failure = failure;
        waitingRoom.add(message, Backoff.after(message.attempts));
        leaveGate(message);
    }

    private void tryAgain(TakenMessage message) {
        if (tooOld(message) && !message.isVoid()) {
            deadLetter(message, message.failure);
        } else {
            begin(message);
        }
    }

    // ---------------------------------------------------------------- answered

    private void write(TakenMessage message) {
        try {
            while (message.written < message.answers.size() && !message.isVoid()) {
                Answer answer = message.answers.get(message.written);
                sender.send(answer.queue(), answer::message);
                message.written++;
            }
        } catch (RejectedRecordException
                | InvalidDestinationException
                | InvalidDestinationRuntimeException
                | JMSSecurityException e) {
            deadLetter(message, e);
            return;
        } catch (JMSException e) {
            if (tooOld(message)) {
                deadLetter(message, e);
            } else {
                message.attempts++;
                later(threads.answers(), message, this::write);
            }
            return;
        }
        acknowledge(message);
        leaveGate(message);
        done(message);
    }

    private void acknowledge(TakenMessage message) {
        try {
            message.delivery().acknowledge();
        } catch (JMSException e) {
            if (!message.isVoid()) {
                LOG.warn(
                        "{}: a message was answered and could not be acknowledged; it comes again: {}",
                        settings.name(),
                        Broker.explain(e));
            }
        }
    }

    // ---------------------------------------------------------------- dead letters

    private void deadLetter(TakenMessage message, Throwable failure) {
        message.storing = true;
        message.attempts = 0;
        DeadLetter letter;
        try {
            letter = DeadLetter.of(message.delivery(), false, failure);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
        run(threads.deadLetters(), message, taken -> store(taken, letter));
    }

    private void store(TakenMessage message, DeadLetter letter) {
        boolean first = message.attempts == 0;
        try {
            if (!message.isVoid()) {
                sender.send(settings.deadLetter(), letter::message);
                LOG.warn("{}: {} goes to {}", settings.name(), letter, settings.deadLetter());
                acknowledge(message);
            }
        } catch (JMSException | RejectedRecordException | RuntimeException e) {
            if (first) {
                LOG.warn("{}: {} waits for {}: {}", settings.name(), letter, settings.deadLetter(), Broker.explain(e));
                giveSlotBack(message);
                leaveGate(message);
            }
            message.attempts++;
            later(threads.deadLetters(), message, taken -> store(taken, letter));
            return;
        }
        if (first) {
            leaveGate(message);
        }
        done(message);
    }

    /** So that those that can be answered are, while the dead-letter queue is away; within reason. */
    private void giveSlotBack(TakenMessage message) {
        if (slotless.incrementAndGet() <= mostSlotless) {
            message.slotless = true;
            slots.release(message.size());
        } else {
            slotless.decrementAndGet();
        }
    }

    // ---------------------------------------------------------------- done

    /** Whatever became of it, nothing more happens to this delivery: the next of its session may begin. */
    private void done(TakenMessage message) {
        TakenMessage next = leave(message);
        while (next != null && next.isVoid()) {
            next = leave(next);
        }
        if (next != null) {
            TakenMessage last = next;
            run(threads.answers(), last, this::begin);
        }
    }

    private TakenMessage leave(TakenMessage message) {
        if (message.slotless) {
            slotless.decrementAndGet();
        } else {
            slots.release(message.size());
        }
        return message.input == null ? null : lanes.leave(message.input.sessionKey());
    }

    // ---------------------------------------------------------------- life

    /** Nothing more begins. What is under way goes on to its end. */
    void pause() {
        synchronized (gate) {
            open = false;
        }
    }

    void resume() {
        List<TakenMessage> released;
        synchronized (gate) {
            open = true;
            released = List.copyOf(parked);
            parked.clear();
            gate.notifyAll();
        }
        released.forEach(message -> run(threads.answers(), message, this::begin));
    }

    /** Nothing more begins, and who waits for room waits no longer. */
    void close() {
        synchronized (gate) {
            open = false;
            closed = true;
            gate.notifyAll();
        }
        slots.close();
    }

    /** Messages whose turn has begun and whose answers, or dead letter, are not stored; without those that wait. */
    int underWay() {
        synchronized (gate) {
            return underWay;
        }
    }

    int taken() {
        return slots.taken() + slotless.get();
    }

    int waiting() {
        return lanes.waiting() + waitingRoom.size() + delayed.get();
    }

    /** Whether it may begin. If not, it begins when the road goes on. */
    private boolean enterGate(TakenMessage message) {
        synchronized (gate) {
            if (open) {
                pass(message);
            } else {
                parked.add(message);
            }
            return open;
        }
    }

    /** False once there is no more use in waiting. */
    private boolean waitAtGate(TakenMessage message) throws InterruptedException {
        synchronized (gate) {
            while (!open && !closed) {
                gate.wait();
            }
            if (open) {
                pass(message);
            }
            return open;
        }
    }

    private void pass(TakenMessage message) {
        message.underWay = true;
        underWay++;
    }

    private void leaveGate(TakenMessage message) {
        synchronized (gate) {
            if (message.underWay) {
                message.underWay = false;
                underWay--;
            }
        }
    }

    private boolean tooOld(TakenMessage message) {
        return !settings.maxAge().isZero()
                && nanoTime.getAsLong() - message.takenAt() >= settings.maxAge().toNanos();
    }

    private void look() {
        try {
            waitingRoom.look();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: looking for inputs that can be tried again failed", settings.name(), e);
        }
    }

    private void later(ExecutorService where, TakenMessage message, Consumer<TakenMessage> step) {
        delayed.incrementAndGet();
        try {
            threads.timer()
                    .schedule(
                            () -> {
                                delayed.decrementAndGet();
                                run(where, message, step);
                            },
                            Backoff.after(message.attempts).toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The road is stopped: the message is not acknowledged, so it comes again.
            delayed.decrementAndGet();
        }
    }

    private void run(ExecutorService where, TakenMessage message, Consumer<TakenMessage> step) {
        try {
            where.execute(() -> attempt(message, step));
        } catch (RejectedExecutionException e) {
            // The road is stopped: the message is not acknowledged, so it comes again.
            LOG.debug("{}: stopped before a message was done", settings.name());
        }
    }

    /** Whatever happens in a step, its message does not hold up those behind it. */
    private void attempt(TakenMessage message, Consumer<TakenMessage> step) {
        try {
            step.accept(message);
        } catch (RuntimeException e) {
            if (message.storing) {
                abandon(message, e);
            } else {
                attempt(message, taken -> deadLetter(taken, e));
            }
        } catch (Error e) {
            abandon(message, e);
        }
    }

    private void abandon(TakenMessage message, Throwable failure) {
        LOG.error("{}: a message stays with the broker until the road connects again", settings.name(), failure);
        leaveGate(message);
        done(message);
    }
}
