package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.contract.CloudEventHeaders;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RoadOutput;
import io.camelcognigy.road.SessionKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes what a bot says as JSON, under the key of its session, to the topic or to that of the header {@code replyTopic};
 * the headers
 * {@code correlationId} and {@code traceparent} of the input go along with its answers, and no others; those of the envelope
 * say what it is. A reply of several outputs becomes as many records. The
 * exchange goes on when the brokers have them all.
 *
 * <p>A body that is bytes is written as it is; a String that a step of the route has made is the text of the output.
 */
public class ChatKafkaProducer extends DefaultAsyncProducer {

    private final ChatKafkaEndpoint endpoint;
    private final ChatKafkaConfiguration options;
    private Set<String> replyTopics = Set.of();
    private DeadLetterListener listener = (road, reason) -> {};
    private SharedProducers.Lease lease;
    private UnaskedLetters letters;

    ChatKafkaProducer(ChatKafkaEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        replyTopics = RecordReader.topics(options.getReplyTopics());
        listener = DeadLetterListener.of(endpoint.getCamelContext());
        ClientProperties clients = new ClientProperties(endpoint.getCamelContext(), options);
        lease = endpoint.getComponent().producers().lease(clients.producer());
        if (options.getDeadLetter() != null) {
            letters = new UnaskedLetters(
                    options.getDeadLetter(), endpoint.getComponent().producers().lease(clients.deadLetterProducer()));
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (lease != null) {
            lease.close();
        }
        if (letters != null) {
            letters.close();
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            List<ProducerRecord<byte[], byte[]>> records = records(exchange.getMessage());
            if (!records.isEmpty()) {
                if (mayGoTo(records.get(0).topic())) {
                    send(records, exchange, callback);
                } else {
                    failed(
                            records,
                            exchange,
                            callback,
                            new RejectedRecordException(
                                    "BRIDGE-REPLY-TOPIC",
                                    "the header replyTopic names a topic that is not one of replyTopics"));
                }
                return false;
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, Exchange exchange, AsyncCallback callback) {
        AtomicInteger open = new AtomicInteger(records.size());
        AtomicReference<Exception> first = new AtomicReference<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            send(record, failure -> {
                if (failure != null) {
                    first.compareAndSet(null, failure);
                }
                if (open.decrementAndGet() == 0) {
                    if (first.get() == null) {
                        goOn(callback);
                    } else {
                        failed(records, exchange, callback, first.get());
                    }
                }
            });
        }
    }

    /** The answer to an input fails with its turn; what nobody asked for is a dead letter of its own. */
    private void failed(
            List<ProducerRecord<byte[], byte[]>> records, Exchange exchange, AsyncCallback callback, Exception why) {
        boolean unasked = exchange.getMessage().getHeader(CognigyConstants.UNSOLICITED, false, Boolean.class);
        if (letters == null || !unasked) {
            exchange.setException(why);
            goOn(callback);
            return;
        }
        String road = exchange.getMessage().getHeader(RecordReader.ROAD, "kafka", String.class);
        AtomicInteger open = new AtomicInteger(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            letters.store(record, why, failure -> {
                if (failure == null) {
                    listener.stored(road, Outcomes.reason(why));
                } else {
                    exchange.setException(why);
                }
                if (open.decrementAndGet() == 0) {
                    goOn(callback);
                }
            });
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record, Consumer<Exception> sent) {
        Producer<byte[], byte[]> producer;
        try {
            producer = lease.get();
        } catch (RuntimeException e) {
            sent.accept(e);
            return;
        }
        try {
            producer.send(record, (metadata, failure) -> {
                discardIfBroken(producer, failure);
                sent.accept(failure);
            });
        } catch (RuntimeException e) {
            discardIfBroken(producer, e);
            sent.accept(e);
        }
    }

    private void discardIfBroken(Producer<byte[], byte[]> producer, Exception failure) {
        if (failure != null && ProducerFaults.isFatal(failure)) {
            endpoint.getComponent().callbacks().execute(() -> lease.broken(producer));
        }
    }

    private void goOn(AsyncCallback callback) {
        try {
            endpoint.getComponent().callbacks().execute(() -> callback.done(false));
        } catch (RejectedExecutionException e) {
            // The context has stopped and taken its threads along: the exchange comes to its end without them.
            callback.done(false);
        }
    }

    private List<ProducerRecord<byte[], byte[]>> records(Message message) {
        String topic = topic(message);
        byte[] key = key(message);
        Object body = message.getBody();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (body instanceof byte[] bytes) {
            records.add(new ProducerRecord<>(topic, null, key, bytes, remembered(message)));
            return records;
        }
        for (RoadOutput output : RoadOutput.all(message)) {
            List<Header> headers = remembered(message);
            output.headers().forEach((name, value) -> headers.add(header(name, value.toString())));
            if (options.isCloudEvents()) {
                addCloudEvent(message, output, headers);
            }
            records.add(
                    new ProducerRecord<>(topic, null, key, output.json().getBytes(StandardCharsets.UTF_8), headers));
        }
        return records;
    }

    private void addCloudEvent(Message message, RoadOutput output, List<Header> headers) {
        boolean asked = !output.envelope().unsolicited();
        TraceParent trace = asked
                ? TraceParent.parse(message.getHeader(TraceParent.HEADER, String.class))
                        .orElse(null)
                : null;
        CloudEventHeaders.of(
                        output.envelope(), trace, endpoint.getCamelContext().getUuidGenerator()::generateExchangeUuid)
                .forEach((name, value) -> headers.add(header(name, value)));
        headers.add(header(CloudEventHeaders.CONTENT_TYPE, "application/json"));
    }

    private String topic(Message message) {
        return message.getHeader(RecordReader.REPLY_TOPIC, endpoint.getTopic(), String.class);
    }

    private boolean mayGoTo(String topic) {
        return topic.equals(endpoint.getTopic()) || replyTopics.contains(topic);
    }

    private static byte[] key(Message message) {
        String key = SessionKeys.key(message.getHeader(CognigyConstants.SESSION_KEY, String.class));
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    /** What of the input comes back with its answers. What nobody asked for is not the answer to an input. */
    private static List<Header> remembered(Message message) {
        List<Header> headers = new ArrayList<>(10);
        if (!message.getHeader(CognigyConstants.UNSOLICITED, false, Boolean.class)) {
            byte[] correlationId = message.getHeader(RecordReader.CORRELATION_ID, byte[].class);
            if (correlationId != null) {
                headers.add(new RecordHeader(RecordReader.CORRELATION_ID, correlationId));
            }
            TraceParent.parse(message.getHeader(TraceParent.HEADER, String.class))
                    .ifPresent(trace -> headers.add(header(TraceParent.HEADER, trace.value())));
        }
        return headers;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
