package io.camelcognigy.test;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds output envelopes of type {@code output} (PROTOCOL §8). */
final class Envelope {

    private Envelope() {}

    /**
     * @param text may be null
     * @param data null leaves the key out
     */
    static Map<String, Object> output(String text, Map<String, ?> data, String traceId) {
        return output(Message.of(text, data), traceId);
    }

    static Map<String, Object> output(Message said, String traceId) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("text", said.text());
        if (said.data() != null) {
            message.put("data", said.data());
        }
        message.put("traceId", traceId);
        message.put("disableSensitiveLogging", false);
        message.put("source", said.source());
        return of("output", message);
    }

    static Map<String, Object> of(String type, Object data) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("type", type);
        envelope.put("data", data);
        return envelope;
    }
}
