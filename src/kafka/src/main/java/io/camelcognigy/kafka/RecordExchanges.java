package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.observe.Tracing;
import io.camelcognigy.road.Collation.Sentence;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.session.TraceSpan;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.trait.message.MessageTrait;
import org.apache.camel.trait.message.RedeliveryTraitPayload;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes an exchange of a record, or of some that belong together, and sends it through the consumer's route without waiting
 * for it. Its message id is {@code topic-partition@offset} of the last: the same whenever and by whomever it is read.
 */
final class RecordExchanges {

    private final DefaultConsumer consumer;
    private final RecordReader reader;
    private final boolean collates;
    private final String road;
    private final FatalErrorHandler fatal;
    private final Tracing tracing;

    /** @param collates whether records may belong together */
    RecordExchanges(
            DefaultConsumer consumer, RecordReader reader, boolean collates, String road, FatalErrorHandler fatal) {
        this.consumer = consumer;
        this.reader = reader;
        this.collates = collates;
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

    /** See {@link PartitionLedger.Processing#sentence}. */
    @SuppressWarnings("unchecked")
    Sentence sentence(ConsumerRecord<?, ?> record, long takenAt) {
        return collates ? reader.sentence((ConsumerRecord<byte[], byte[]>) record, takenAt) : null;
    }

    /** Their session belongs to {@code owner} from now on, see {@link CognigyConstants#SESSION_OWNER}. */
    @SuppressWarnings("unchecked")
    void begin(Object owner, List<ConsumerRecord<?, ?>> records, boolean redelivered, WhenOver whenOver) {
        Exchange exchange = consumer.createExchange(false);
        try {
            ConsumerRecord<?, ?> record = records.get(records.size() - 1);
            Message message = exchange.getMessage();
            message.setMessageId(record.topic() + "-" + record.partition() + "@" + record.offset());
            message.setPayloadForTrait(
                    MessageTrait.REDELIVERY,
                    redelivered ? RedeliveryTraitPayload.IS_REDELIVERY : RedeliveryTraitPayload.NON_REDELIVERY);
            // The exchange keeps the answer to that question; a message that a step puts in its place has none.
            exchange.isExternalRedelivered();
            exchange.setProperty(CognigyConstants.SESSION_OWNER, owner);
            reader.read((List<ConsumerRecord<byte[], byte[]>>) (List<?>) records, exchange);
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
