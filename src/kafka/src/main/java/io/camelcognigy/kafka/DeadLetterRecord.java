package io.camelcognigy.kafka;

import io.camelcognigy.session.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record and why it could not be processed, as a record of the dead-letter topic: key, value and headers byte for byte,
 * and the headers deadLetterReason, deadLetterOutcome, deadLetterMessage, deadLetterTopic, deadLetterPartition and
 * deadLetterOffset. What was said unasked has deadLetterUnasked in the place of the last three: the topic it was meant for.
 *
 * <p>Two kinds of headers need another name, because they would steer whoever reads the topic or be lost on the way: those
 * that Camel keeps for itself or the dead letter sets, and second and further ones of the same name. The nth header of the
 * record then becomes {@code original.<n>.<name>}, counted from 0.
 *
 * <p>One that is too large is cut: it begins like its original, and the headers deadLetterSize and deadLetterSha256 tell of
 * the whole value.
 *
 * @param reason a stable code
 * @param outcome of the input: whether the bot may have heard it
 * @param message for people
 */
record DeadLetterRecord(ConsumerRecord<byte[], byte[]> original, String reason, Outcome outcome, String message) {

    static final String OUTCOME = "deadLetterOutcome";

    /** In the place of partition and offset of what is no input but was said unasked: it stands nowhere else. */
    static final int NOWHERE = -1;

    /** So many bytes of the value are left in the first, second, ... attempt to store one that is too large. */
    private static final int[] CUTS = {512 * 1024, 16 * 1024, 0};

    private static final byte[] EMPTY = {};
    private static final int MOST_OF_A_MESSAGE = 1_000;

    /** What is left of keys and headers, each, where they do not fit. */
    private static final int REST = 4_096;

    /** @param cuts how often it was too large */
    ProducerRecord<byte[], byte[]> afterCuts(String topic, int cuts) {
        return cuts == 0 ? whole(topic) : cut(topic, CUTS[cuts - 1]);
    }

    static boolean canBeCut(int cuts) {
        return cuts < CUTS.length;
    }

    ProducerRecord<byte[], byte[]> whole(String topic) {
        List<Header> headers = new ArrayList<>();
        originalHeaders(Integer.MAX_VALUE, headers);
        reasons(headers);
        return new ProducerRecord<>(topic, null, original.key(), original.value(), headers);
    }

    /** @param maxValue so many bytes of the value are left */
    ProducerRecord<byte[], byte[]> cut(String topic, int maxValue) {
        byte[] value = original.value() == null ? EMPTY : original.value();
        byte[] key = original.key();
        List<Header> headers = new ArrayList<>();
        originalHeaders(REST, headers);
        reasons(headers);
        add(headers, "deadLetterSize", Integer.toString(value.length));
        add(headers, "deadLetterSha256", sha256(value));
        return new ProducerRecord<>(
                topic,
                null,
                key != null && key.length > REST ? Arrays.copyOf(key, REST) : key,
                value.length > maxValue ? Arrays.copyOf(value, maxValue) : original.value(),
                headers);
    }

    private void originalHeaders(int maxBytes, List<Header> into) {
        Set<String> taken = new HashSet<>();
        int position = 0;
        long bytes = 0;
        for (Header header : original.headers()) {
            String name = header.key();
            // Camel's header names know no case.
            boolean free = !reserved(name) && taken.add(name.toLowerCase(Locale.ROOT));
            byte[] value = header.value() == null ? EMPTY : header.value();
            bytes += name.length() + value.length;
            if (bytes > maxBytes) {
                return;
            }
            into.add(new RecordHeader(free ? name : "original." + position + "." + name, value));
            position++;
        }
    }

    private void reasons(List<Header> headers) {
        add(headers, "deadLetterReason", reason);
        add(headers, OUTCOME, outcome.name());
        if (message != null) {
            add(headers, "deadLetterMessage", message.substring(0, Math.min(message.length(), MOST_OF_A_MESSAGE)));
        }
        if (original.offset() == NOWHERE) {
            add(headers, "deadLetterUnasked", original.topic());
            return;
        }
        add(headers, "deadLetterTopic", original.topic());
        add(headers, "deadLetterPartition", Integer.toString(original.partition()));
        add(headers, "deadLetterOffset", Long.toString(original.offset()));
    }

    private static void add(List<Header> headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean reserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel")
                || lower.startsWith("kafka.")
                || lower.startsWith("deadletter")
                || lower.startsWith("original.");
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
