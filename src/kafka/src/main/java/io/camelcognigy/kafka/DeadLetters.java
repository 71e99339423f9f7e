package io.camelcognigy.kafka;

import io.camelcognigy.road.Outcomes;
import io.camelcognigy.road.RetryPause;
import io.camelcognigy.session.QuietLog;
import io.camelcognigy.session.TurnException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores records that cannot be processed, from the original. One that cannot be stored now is tried again, after 1, 2, 4,
 * ... 30 seconds, while its key waits and nothing else; one that is too large is stored cut.
 *
 * <p>Before each attempt the broker is asked whether the partition is still ours: who has it now reads the record again.
 */
final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final String topic;
    private final SharedProducers.Lease producer;
    private final ScheduledExecutorService threads;
    private final QuietLog storedLog;
    private final QuietLog failedLog;
    private final Consumer<String> listener;
    private final AtomicReference<String> trouble = new AtomicReference<>();

    /**
     * @param threads wait for a broker that is away: nobody else's work may depend on them
     * @param listener told of the reason of each that is stored
     */
    DeadLetters(
            String topic,
            SharedProducers.Lease producer,
            ScheduledExecutorService threads,
            LongSupplier nanoTime,
            Consumer<String> listener) {
        this.listener = listener;
        this.topic = topic;
        this.producer = producer;
        this.threads = threads;
        this.storedLog = new QuietLog(Duration.ofSeconds(5), nanoTime);
        this.failedLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
    }

    /** Why the last one could not be stored; null if it could. */
    String trouble() {
        return trouble.get();
    }

    /** @param stored called once the broker has it; never if the partition is lost before */
    @SuppressWarnings("unchecked")
    void store(PartitionLedger owner, ConsumerRecord<?, ?> record, Throwable failure, Runnable stored) {
        DeadLetterRecord letter = new DeadLetterRecord(
                (ConsumerRecord<byte[], byte[]>) record,
                Outcomes.reason(failure),
                Outcomes.of(failure),
                message(failure));
        attempt(new Attempt(owner, letter, stored, 0, 0));
    }

    private static String message(Throwable failure) {
        TurnException turn = Outcomes.turnFailure(failure);
        return turn == null ? failure.getMessage() : turn.getMessage();
    }

    /**
     * @param number of attempts so far
     * @param cuts how often it was too large
     */
    private record Attempt(PartitionLedger owner, DeadLetterRecord letter, Runnable stored, int number, int cuts) {

        Attempt again() {
            return new Attempt(owner, letter, stored, number + 1, cuts);
        }

        Attempt smaller() {
            return new Attempt(owner, letter, stored, 0, cuts + 1);
        }

        boolean canBeSmaller() {
            return DeadLetterRecord.canBeCut(cuts);
        }

        ProducerRecord<byte[], byte[]> record(String topic) {
            return letter.afterCuts(topic, cuts);
        }

        String name() {
            ConsumerRecord<?, ?> original = letter.original();
            return original.topic() + "-" + original.partition() + "@" + original.offset();
        }
    }

    private void attempt(Attempt attempt) {
        attempt.owner().whenOwnershipIsKnown(owned -> {
            if (owned) {
                execute(() -> send(attempt), Duration.ZERO);
            }
        });
    }

    private void send(Attempt attempt) {
        Producer<byte[], byte[]> used = null;
        try {
            used = producer.get();
            Producer<byte[], byte[]> sender = used;
            used.send(attempt.record(topic), (metadata, failure) -> {
                if (failure == null) {
                    stored(attempt);
                } else {
                    failed(attempt, sender, failure);
                }
            });
        } catch (RuntimeException e) {
            failed(attempt, used, e);
        }
    }

    private void stored(Attempt attempt) {
        trouble.set(null);
        listener.accept(attempt.letter().reason());
        long held = storedLog.admit();
        if (held >= 0) {
            LOG.warn(
                    "{}: {} is in {}{}{}",
                    attempt.letter().reason(),
                    attempt.name(),
                    topic,
                    attempt.cuts() == 0 ? "" : ", cut: it is too large for that topic",
                    held == 0 ? "" : "; so are " + held + " more since the last such line");
        }
        // Not on the producer's thread: what was behind this one begins now.
        execute(attempt.stored(), Duration.ZERO);
    }

    private void failed(Attempt attempt, Producer<byte[], byte[]> sender, Exception failure) {
        if (failure instanceof RecordTooLargeException && attempt.canBeSmaller()) {
            attempt(attempt.smaller());
            return;
        }
        if (sender != null && ProducerFaults.isFatal(failure)) {
            producer.broken(sender);
        }
        trouble.set(failure.getClass().getSimpleName());
        Duration delay = delay(attempt.number(), failure);
        long held = failedLog.admit();
        if (held >= 0) {
            LOG.warn(
                    "{} cannot be stored in {} ({}) and is tried again in {} s; its offset is not committed, its key"
                            + " waits{}{}",
                    attempt.name(),
                    topic,
                    failure.toString(),
                    delay.toSeconds(),
                    permanent(failure) ? ", until somebody puts that right" : "",
                    held == 0 ? "" : "; so do " + held + " more since the last such line");
        }
        execute(() -> attempt(attempt.again()), delay);
    }

    /** What only a person can change needs no quick attempts. */
    private static Duration delay(int attempts, Exception failure) {
        return permanent(failure) ? RetryPause.LONGEST : RetryPause.after(attempts + 1, null);
    }

    private static boolean permanent(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof AuthorizationException
                || failure instanceof AuthenticationException
                || failure instanceof InvalidTopicException;
    }

    private void execute(Runnable task, Duration delay) {
        try {
            threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The road has stopped: the record stays unfinished and is read again.
            LOG.trace("a dead letter is left to the next owner");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        producer.close();
    }
}
