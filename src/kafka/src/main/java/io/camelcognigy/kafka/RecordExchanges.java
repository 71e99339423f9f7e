package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.consumer.support.KafkaRecordProcessor;
import org.apache.camel.trait.message.MessageTrait;
import org.apache.camel.trait.message.RedeliveryTraitPayload;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes an exchange of a record, as camel-kafka does, and sends it through the consumer's route without waiting for it.
 * Its message id is {@code topic-partition@offset}: the same whenever and by whomever the record is read.
 */
final class RecordExchanges extends KafkaRecordProcessor {

    private final KafkaConsumer consumer;

    RecordExchanges(KafkaConsumer consumer) {
        this.consumer = consumer;
    }

    /** The record's session belongs to {@code owner} from now on, see {@link CognigyConstants#SESSION_OWNER}. */
    @SuppressWarnings("unchecked")
    void begin(
            PartitionLedger owner,
            ConsumerRecord<?, ?> record,
            boolean redelivered,
            PartitionLedger.WhenDone whenDone) {
        Exchange exchange = consumer.createExchange(false);
        try {
            Message message = exchange.getMessage();
            setupExchangeMessage(message, (ConsumerRecord<Object, Object>) record);
            propagateHeaders(
                    consumer.getEndpoint().getConfiguration(), (ConsumerRecord<Object, Object>) record, exchange);
            message.setMessageId(record.topic() + "-" + record.partition() + "@" + record.offset());
            message.setPayloadForTrait(
                    MessageTrait.REDELIVERY,
                    redelivered ? RedeliveryTraitPayload.IS_REDELIVERY : RedeliveryTraitPayload.NON_REDELIVERY);
            // The exchange keeps the answer to that question; a message that a step puts in its place has none.
            exchange.isExternalRedelivered();
            exchange.setProperty(CognigyConstants.SESSION_OWNER, owner);
        } catch (RuntimeException e) {
            consumer.releaseExchange(exchange, false);
            whenDone.ended(e);
            return;
        }
        consumer.getAsyncProcessor().process(exchange, doneSync -> {
            Throwable failure = failure(exchange);
            consumer.releaseExchange(exchange, false);
            whenDone.ended(failure);
        });
    }

    private static Throwable failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        return exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()
                ? new IllegalStateException("the route rolled the exchange back")
                : null;
    }
}
