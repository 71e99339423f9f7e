package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.Collation.Sentence;
import io.camelcognigy.road.InputReader;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.RoadInput;
import io.camelcognigy.road.SessionKeys;
import io.camelcognigy.session.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes an input of a record, or of some that belong together. From here on nothing that a sender can write steers Camel or the component: of its headers
 * replyTopic, agent, correlationId, contentType, stream and traceparent count, the others are in the header CamelKafkaHeaders only.
 *
 * <p>Rejects what is not UTF-8 instead of mending it: mended keys of different people could become equal.
 */
final class RecordReader {

    static final String REPLY_TOPIC = "replyTopic";
    static final String CORRELATION_ID = "correlationId";
    private static final String CONTENT_TYPE = "contentType";
    private static final String STREAM = "stream";
    private static final String AGENT = "agent";
    static final String ROAD = "road";

    /** In bytes: as many characters as are ever joined, however they are written. */
    private static final int MOST_OF_A_SENTENCE = 8 * Collation.MAX_CHARS;

    private static final int MOST_OF_A_HEADER = 1_000;

    private final String road;
    private final InputReader inputs;
    private final SessionKeys keys;
    private final Set<String> replyTopics;
    private final StreamMode stream;

    RecordReader(ChatKafkaConfiguration options) {
        road = options.getRoad();
        inputs = new InputReader(options.getInputFormat(), options.isUserIdFromBody(), options.getMaxInputBytes());
        keys = SessionKeys.of(road, !options.isSharedKeys());
        replyTopics = topics(options.getReplyTopics());
        stream = options.getStream();
    }

    static Set<String> topics(String separatedByCommas) {
        return Arrays.stream(separatedByCommas.split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What of a record matters for what it belongs together with; null where it goes alone, and where it is no input. Never
     * fails: whatever a record is, the thread that asks goes on.
     */
    Sentence sentence(ConsumerRecord<byte[], byte[]> record, long takenAt) {
        if (record.value() == null || record.value().length > MOST_OF_A_SENTENCE) {
            return null;
        }
        List<String> sender = Stream.of(AGENT, REPLY_TOPIC, STREAM)
                .map(name -> text(record.headers().lastHeader(name)))
                .toList();
        if (sender.stream().anyMatch(header -> header != null && header.length() > MOST_OF_A_HEADER)) {
            return null;
        }
        try {
            return Sentence.of(input(record), sender, record.timestamp(), takenAt);
        } catch (RejectedRecordException | InvalidInputException | RuntimeException | StackOverflowError e) {
            // It fails again, and is dealt with, when it is its turn.
            return null;
        }
    }

    /** @param records of one key: one, or sentences of the same sender; the last says where the answers go */
    void read(List<ConsumerRecord<byte[], byte[]>> records, Exchange exchange)
            throws RejectedRecordException, InvalidInputException {
        ConsumerRecord<byte[], byte[]> record = records.get(records.size() - 1);
        Message message = exchange.getMessage();
        message.setHeader(KafkaConstants.TOPIC, record.topic());
        message.setHeader(KafkaConstants.PARTITION, record.partition());
        message.setHeader(KafkaConstants.OFFSET, record.offset());
        message.setHeader(KafkaConstants.TIMESTAMP, record.timestamp());
        message.setHeader(KafkaConstants.HEADERS, record.headers());
        message.setHeader(CognigyConstants.SESSION_KEY, sessionKey(record.key()));
        String agent = text(record.headers().lastHeader(AGENT));
        if (agent != null) {
            // Counts where the route's step cognigy: has the option allowedAgents, which must list it.
            message.setHeader(CognigyConstants.AGENT, agent);
        }
        exchange.setProperty(CognigyConstants.REPLY_ADDRESS, replyAddress(record));
        exchange.setProperty(
                CognigyConstants.STREAM,
                StreamMode.of(text(record.headers().lastHeader(STREAM))).orElse(stream));
        List<RoadInput> said = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> each : records) {
            said.add(input(each));
        }
        Collation.joined(said).applyTo(message);
    }

    private RoadInput input(ConsumerRecord<byte[], byte[]> record)
            throws RejectedRecordException, InvalidInputException {
        return inputs.read(record.value(), text(record.headers().lastHeader(CONTENT_TYPE)));
    }

    private String sessionKey(byte[] key) throws RejectedRecordException {
        if (key == null) {
            throw new RejectedRecordException("BRIDGE-NO-KEY", "the record has no key: it says not whose input it is");
        }
        try {
            return keys.sessionKey(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new RejectedRecordException("BRIDGE-BAD-KEY", "the record's key is not UTF-8 text");
        }
    }

    private Map<String, Object> replyAddress(ConsumerRecord<byte[], byte[]> record) throws RejectedRecordException {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put(ROAD, road);
        Header topic = record.headers().lastHeader(REPLY_TOPIC);
        if (topic != null) {
            String name = text(topic);
            if (!replyTopics.contains(name)) {
                throw new RejectedRecordException(
                        "BRIDGE-REPLY-TOPIC", "the header replyTopic names a topic that is not one of replyTopics");
            }
            address.put(REPLY_TOPIC, name);
        }
        Header correlationId = record.headers().lastHeader(CORRELATION_ID);
        if (correlationId != null && correlationId.value() != null) {
            // As it came: it need not be text.
            address.put(CORRELATION_ID, correlationId.value());
        }
        TraceParent.parse(text(record.headers().lastHeader(TraceParent.HEADER)))
                .ifPresent(trace -> address.put(TraceParent.HEADER, trace.value()));
        return address;
    }

    private static String text(Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
