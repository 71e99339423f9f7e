package io.camelcognigy.test;

import java.util.Map;

/**
 * A {@code processInput} as a client sent it (PROTOCOL §7).
 *
 * @param connection the number of the connection it came on, counted from 1
 * @param text null where the key was missing
 * @param data null where the key was missing or null
 * @param fields the whole object as it came
 */
public record ReceivedInput(
        long connection,
        String userId,
        String sessionId,
        String text,
        Map<String, Object> data,
        boolean resetFlow,
        Map<String, Object> fields) {

    /** Sizes only: people's words stay out of logs. */
    @Override
    public String toString() {
        return "ReceivedInput[connection=" + connection + ", textLength=" + (text == null ? -1 : text.length())
                + ", data=" + (data != null) + ", resetFlow=" + resetFlow + "]";
    }
}
