package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.observe.Tracing;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.session.TraceSpan;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.trait.message.MessageTrait;
import org.apache.camel.trait.message.RedeliveryTraitPayload;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes an exchange of a record and sends it through the consumer's route without waiting for it. Its message id is
 * {@code topic-partition@offset}: the same whenever and by whomever the record is read.
 */
final class RecordExchanges {

    private final DefaultConsumer consumer;
    private final RecordReader reader;
    private final String road;
    private final FatalErrorHandler fatal;
    private final Tracing tracing;

    RecordExchanges(DefaultConsumer consumer, RecordReader reader, String road, FatalErrorHandler fatal) {
        this.consumer = consumer;
        this.reader = reader;
        this.road = road;
        this.fatal = fatal;
        this.tracing = Tracing.of(consumer.getEndpoint().getCamelContext());
    }

    /** Called once, on any thread. */
    interface WhenOver {

        /**
         * @param sessionKey whose input it was; null where that was not to be read
         * @param failure null if there was none
         */
        void ended(String sessionKey, Throwable failure);
    }

    /** The record's session belongs to {@code owner} from now on, see {@link CognigyConstants#SESSION_OWNER}. */
    @SuppressWarnings("unchecked")
    void begin(Object owner, ConsumerRecord<?, ?> record, boolean redelivered, WhenOver whenOver) {
        Exchange exchange = consumer.createExchange(false);
        try {
            Message message = exchange.getMessage();
            message.setMessageId(record.topic() + "-" + record.partition() + "@" + record.offset());
            message.setPayloadForTrait(
                    MessageTrait.REDELIVERY,
                    redelivered ? RedeliveryTraitPayload.IS_REDELIVERY : RedeliveryTraitPayload.NON_REDELIVERY);
            // The exchange keeps the answer to that question; a message that a step puts in its place has none.
            exchange.isExternalRedelivered();
            exchange.setProperty(CognigyConstants.SESSION_OWNER, owner);
            reader.read((ConsumerRecord<byte[], byte[]>) record, exchange);
        } catch (Exception e) {
            consumer.releaseExchange(exchange, false);
            whenOver.ended(null, e);
            return;
        }
        TraceSpan received = tracing.received(road, exchange);
        consumer.getAsyncProcessor().process(exchange, doneSync -> {
            Throwable failure = failure(exchange);
            received.end(failure);
            String sessionKey = exchange.getMessage().getHeader(CognigyConstants.SESSION_KEY, String.class);
            consumer.releaseExchange(exchange, false);
            if (failure instanceof OutOfMemoryError || failure instanceof InternalError) {
                fatal.fatal("a turn of road " + road, failure);
            }
            whenOver.ended(sessionKey, failure);
        });
    }

    private static Throwable failure(Exchange exchange) {
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return new RollbackExchangeException("the route rolled the exchange back", exchange);
        }
        return exchange.getException();
    }
}
