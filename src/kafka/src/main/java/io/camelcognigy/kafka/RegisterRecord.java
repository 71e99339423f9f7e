package io.camelcognigy.kafka;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.TurnRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as it stands in the register's topic: its key is the session key, its value JSON, its timestamp when the session
 * was last active. It lies in the partition with the number of the one that its inputs come from, whoever partitioned these.
 *
 * @param entry what is known of the session
 * @param group the consumer group that its inputs are read by
 * @param input the topic that its latest input came from
 * @param lastActive in milliseconds since 1970
 */
record RegisterRecord(SessionEntry entry, String group, String input, long lastActive) {

    RegisterRecord {
        Objects.requireNonNull(entry);
        Objects.requireNonNull(group);
        Objects.requireNonNull(input);
    }

    private static final Logger LOG = LoggerFactory.getLogger(RegisterRecord.class);

    /** More is no address. */
    static final int MAX_BYTES = 16 * 1024;

    private static final int VERSION = 1;
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> ADDRESS = new TypeReference<>() {};

    /** @return null where it is larger than {@link #MAX_BYTES} */
    ProducerRecord<byte[], byte[]> toRecord(String register, int partition) {
        ObjectNode value = JSON.createObjectNode();
        value.put("version", VERSION);
        value.put("agent", entry.agent());
        value.put("agentVersion", entry.agentVersion());
        value.put("sessionId", entry.ids().sessionId());
        value.put("userId", entry.ids().userId());
        value.put("group", group);
        value.put("input", input);
        value.set("replyAddress", JSON.valueToTree(entry.replyAddress()));
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        return bytes.length > MAX_BYTES
                ? null
                : new ProducerRecord<>(
                        register, partition, lastActive, key(entry.ids().sessionKey()), bytes);
    }

    /** What takes a session out of the register. */
    static ProducerRecord<byte[], byte[]> tombstone(String register, int partition, String sessionKey) {
        return new ProducerRecord<>(register, partition, key(sessionKey), null);
    }

    private static byte[] key(String sessionKey) {
        return sessionKey.getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what nobody here has written. */
    static Optional<RegisterRecord> of(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode value = JSON.readTree(record.value());
            TurnRequest.Ids ids = new TurnRequest.Ids(
                    new String(record.key(), StandardCharsets.UTF_8),
                    value.required("sessionId").textValue(),
                    value.required("userId").textValue());
            SessionEntry entry = new SessionEntry(
                    value.required("agent").textValue(),
                    value.required("agentVersion").textValue(),
                    ids,
                    JSON.convertValue(value.required("replyAddress"), ADDRESS));
            return Optional.of(new RegisterRecord(
                    entry,
                    value.required("group").textValue(),
                    value.required("input").textValue(),
                    record.timestamp()));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            // Not its content, which may be anybody's.
            LOG.warn(
                    "{}-{}@{} is no session as the register has them ({}) and is passed over",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
