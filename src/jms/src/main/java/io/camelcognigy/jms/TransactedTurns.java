package io.camelcognigy.jms;

import io.camelcognigy.jms.ChatJmsEndpoint.InDoubt;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.EventTypes;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RetryPause;
import io.camelcognigy.session.InvalidInputException;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of each message, in the transaction that took it, by its turn's outcome:
 *
 * <pre>
 *   taken ── read ── asked ──┬── answered ── answers sent ──┬── committed
 *              │       ^     ├── rejected, in doubt ──┐     │
 *              │       │     └── not sent ── waits ── │ ─┐  │
 *              │       └───────────────────────────── │ ─┘  │
 *              └── no input ──────────────────────────┴── dead letter sent
 * </pre>
 *
 * <p>What waits keeps its transaction, and so its place before the others of its group. A pause, a stop and a lost connection
 * roll it back.
 */
final class TransactedTurns implements TransactedIntake.Taker {

    /** Asks the bot, and returns when the exchange is over. */
    interface Asking {
        /** @param again whether the bot may have heard it before */
        Exchange ask(JmsInput input, Message message, boolean again) throws InterruptedException;
    }

    /** What the endpoint is configured for. */
    record Settings(
            String name, String output, EventTypes events, String deadLetter, Duration maxAge, InDoubt inDoubt) {}

    private static final Logger LOG = LoggerFactory.getLogger(TransactedTurns.class);
    private static final MessageProperties PROPERTIES = new PlainProperties();
    private static final Predicate<String> NONE = name -> false;
    private static final long LOOK_MILLIS = 250;

    private final Settings settings;
    private final InputMessages inputs;
    private final PlainReplyQueues replyQueues;
    private final Intention intention;
    private final Asking asking;
    private final OwnSessions sessions;
    private final DeadLetterListener letters;
    private final LongSupplier nanoTime;

    TransactedTurns(
            Settings settings,
            InputMessages inputs,
            PlainReplyQueues replyQueues,
            Intention intention,
            Asking asking,
            OwnSessions sessions,
            DeadLetterListener letters,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.inputs = inputs;
        this.replyQueues = replyQueues;
        this.intention = intention;
        this.asking = asking;
        this.sessions = sessions;
        this.letters = letters;
        this.nanoTime = nanoTime;
    }

    @Override
    public void take(Message message, Transaction transaction) throws JMSException, InterruptedException {
        if (!intention.begin()) {
            transaction.rollback();
            return;
        }
        boolean begun = true;
        try {
            Work work = new Work(message, transaction, nanoTime.getAsLong());
            while (!work.attempt()) {
                intention.end();
                begun = false;
                if (!work.holds() || !intention.begin()) {
                    transaction.rollback();
                    return;
                }
                begun = true;
            }
        } finally {
            if (begun) {
                intention.end();
            }
        }
    }

    /** One message, until its transaction ends. */
    private final class Work {

        private final Message message;
        private final Transaction transaction;
        private final long takenAt;
        private JmsInput input;
        private Destination replies;
        private boolean heard;
        /** Its session is the road's own, and stays so until it is done. */
        private boolean ours;

        private int attempts;
        private Throwable failure;

        Work(Message message, Transaction transaction, long takenAt) {
            this.message = message;
            this.transaction = transaction;
            this.takenAt = takenAt;
        }

        /** @return whether the transaction is over; if not, it is tried again after a pause */
        boolean attempt() throws JMSException, InterruptedException {
            if (input == null && !read()) {
                return true;
            }
            if (failure != null && tooOld()) {
                return bury(failure);
            }
            if (!own()) {
                transaction.rollback();
                return true;
            }
            try {
                return ask();
            } finally {
                giveBack();
            }
        }

        private boolean own() throws InterruptedException {
            ours = sessions.areWritten()
                    && sessions.awaitOurs(
                            input.sessionKey(),
                            () -> intention.closed()
                                    || intention.paused()
                                    || !transaction.alive().getAsBoolean());
            return ours || !sessions.areWritten();
        }

        /** Others may go on with its session. */
        private void giveBack() {
            if (ours) {
                ours = false;
                sessions.giveBack(input.sessionKey());
            }
        }

        private boolean ask() throws JMSException, InterruptedException {
            Exchange exchange = asking.ask(input, message, heard || message.getJMSRedelivered());
            failure = exchange.getException();
            if (failure == null && exchange.isRollbackOnly()) {
                failure = new RejectedRecordException(
                        "BRIDGE-ROLLED-BACK", "a step of the route rolled the exchange back");
            }
            return switch (Outcomes.of(failure)) {
                case ANSWERED -> answer(exchange);
                case REJECTED -> bury(failure);
                case NOT_SENT -> again();
                case IN_DOUBT -> {
                    heard = true;
                    yield settings.inDoubt() == InDoubt.REDELIVER ? again() : bury(failure);
                }
            };
        }

        private boolean read() throws JMSException, InterruptedException {
            try {
                replies = replyQueues.of(message);
                input = inputs.read(message).repliesTo(replyQueues.name(replies));
                return true;
            } catch (RejectedRecordException | InvalidInputException e) {
                bury(e);
                return false;
            }
        }

        private boolean again() throws JMSException, InterruptedException {
            attempts++;
            return tooOld() && bury(failure);
        }

        /** @return false if it is not to be tried again here */
        boolean holds() throws InterruptedException {
            return intention.hold(
                    RetryPause.after(attempts, failure).toMillis(),
                    () -> tooOld() || !transaction.alive().getAsBoolean(),
                    LOOK_MILLIS);
        }

        private boolean answer(Exchange exchange) throws JMSException, InterruptedException {
            heard = true;
            List<Answer> answers;
            try {
                answers = Answers.of(exchange.getMessage(), input, settings.output(), settings.events());
            } catch (RuntimeException e) {
                return bury(e);
            }
            try {
                for (Answer answer : answers) {
                    Message said = answer.message(transaction.session());
                    if (replies == null) {
                        transaction.send(answer.queue(), said);
                    } else {
                        transaction.send(replies, said);
                    }
                }
            } catch (InvalidDestinationException | InvalidDestinationRuntimeException | JMSSecurityException e) {
                return bury(e);
            }
            commit();
            return true;
        }

        /** Its session is in the register before its source forgets it. */
        private void commit() throws JMSException, InterruptedException {
            boolean written = true;
            if (ours) {
                ours = false;
                written = sessions.awaitWritten(
                        input.sessionKey(),
                        () -> intention.closed() || !transaction.alive().getAsBoolean());
            }
            if (written) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }

        /** @return true */
        private boolean bury(Throwable why) throws JMSException, InterruptedException {
            Map<String, String> reasons = DeadLetter.reasons(message, why, heard);
            PROPERTIES.change(message, NONE, reasons);
            String shown = DeadLetter.shown(reasons);
            for (int tries = 1; !sent(shown, tries); tries++) {
                intention.await(RetryPause.after(tries, null).toMillis());
            }
            commit();
            letters.stored(settings.name(), reasons.get(DeadLetter.REASON));
            LOG.warn("{}: {} goes to {}", settings.name(), shown, settings.deadLetter());
            return true;
        }

        /** Rolled back, the bot would be asked again: so it is tried while there is a connection. */
        private boolean sent(String shown, int tries) throws JMSException {
            try {
                transaction.send(settings.deadLetter(), message);
                return true;
            } catch (JMSException e) {
                if (intention.closed() || !transaction.alive().getAsBoolean()) {
                    throw e;
                }
                if (tries == 1) {
                    LOG.warn(
                            "{}: {} waits for {}: {}",
                            settings.name(),
                            shown,
                            settings.deadLetter(),
                            PlainBroker.explain(e));
                }
                return false;
            }
        }

        private boolean tooOld() {
            return !settings.maxAge().isZero()
                    && nanoTime.getAsLong() - takenAt >= settings.maxAge().toNanos();
        }
    }
}
