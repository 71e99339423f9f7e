package io.camelcognigy.app;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/**
 * Commits the offset of the record that the exchange began with, and waits for the broker's yes. For a Kafka consumer
 * with {@code allowManualCommit}; its thread waits for the exchange, so nothing else uses the client meanwhile.
 */
public final class CommitOffset implements Processor {

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage()
                .getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                .commit();
    }
}
