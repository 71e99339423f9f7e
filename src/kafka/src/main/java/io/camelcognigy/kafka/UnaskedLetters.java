package io.camelcognigy.kafka;

import io.camelcognigy.road.Outcomes;
import io.camelcognigy.session.Outcome;
import io.camelcognigy.session.QuietLog;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what was said unasked and cannot go to its topic: no input stands behind it that would be a dead letter. Tries once,
 * and cut where it is too large; what cannot be stored is not confirmed to the Endpoint. Thread-safe.
 */
final class UnaskedLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnaskedLetters.class);

    private final String topic;
    private final SharedProducers.Lease producer;
    private final QuietLog storedLog = new QuietLog(Duration.ofSeconds(5), System::nanoTime);

    UnaskedLetters(String topic, SharedProducers.Lease producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /**
     * @param output as it was meant to be written
     * @param why it could not be
     * @param stored told once, on any thread: with null when the broker has it, else with what went wrong
     */
    void store(ProducerRecord<byte[], byte[]> output, Exception why, Consumer<Exception> stored) {
        ConsumerRecord<byte[], byte[]> original = new ConsumerRecord<>(
                output.topic(), DeadLetterRecord.NOWHERE, DeadLetterRecord.NOWHERE, output.key(), output.value());
        output.headers().forEach(original.headers()::add);
        store(new DeadLetterRecord(original, Outcomes.reason(why), Outcome.REJECTED, why.getMessage()), 0, stored);
    }

    private void store(DeadLetterRecord letter, int cuts, Consumer<Exception> stored) {
        Producer<byte[], byte[]> used = null;
        try {
            used = producer.get();
            Producer<byte[], byte[]> sender = used;
            sender.send(letter.afterCuts(topic, cuts), (metadata, failure) -> {
                if (failure == null) {
                    stored(letter);
                    stored.accept(null);
                } else {
                    failed(letter, cuts, sender, failure, stored);
                }
            });
        } catch (RuntimeException e) {
            failed(letter, cuts, used, e, stored);
        }
    }

    private void stored(DeadLetterRecord letter) {
        long held = storedLog.admit();
        if (held >= 0) {
            LOG.warn(
                    "{}: what was said unasked is in {}{}",
                    letter.reason(),
                    topic,
                    held == 0 ? "" : "; so are " + held + " more since the last such line");
        }
    }

    private void failed(
            DeadLetterRecord letter,
            int cuts,
            Producer<byte[], byte[]> sender,
            Exception failure,
            Consumer<Exception> stored) {
        if (failure instanceof RecordTooLargeException && DeadLetterRecord.canBeCut(cuts)) {
            store(letter, cuts + 1, stored);
            return;
        }
        if (sender != null && ProducerFaults.isFatal(failure)) {
            producer.broken(sender);
        }
        stored.accept(failure);
    }

    @Override
    public void close() {
        producer.close();
    }
}
