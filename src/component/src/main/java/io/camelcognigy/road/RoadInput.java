package io.camelcognigy.road;

import io.camelcognigy.CognigyConstants;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * One input as it was read. Immutable.
 *
 * @param text what was said; null where it came as fields, or is a command
 * @param fields of a JSON object, unmodifiable; null where it is a text, or a command
 * @param typing {@code on} or {@code off} of an indication that the person types; else null
 * @param close whether it ends its session and says nothing
 */
public record RoadInput(String text, Map<String, Object> fields, String typing, boolean close) {

    /** Says that the text is the payload of a button: nobody types on in it. */
    private static final String POSTBACK = "postback";

    static final RoadInput CLOSING = new RoadInput(null, null, null, true);

    static RoadInput text(String text) {
        return new RoadInput(text, null, null, false);
    }

    static RoadInput fields(Map<String, Object> fields) {
        return new RoadInput(null, fields, null, false);
    }

    static RoadInput typing(String status) {
        return new RoadInput(null, null, status, false);
    }

    /**
     * Makes it the message's body: a String, or a Map of its own which the steps of a route may change. A text that a step
     * puts in its place is a text, whatever it begins with.
     */
    public void applyTo(Message message) {
        message.setBody(fields == null ? text : new LinkedHashMap<>(fields));
        message.setHeader(CognigyConstants.INPUT_FORMAT, "text");
        if (typing != null) {
            message.setHeader(CognigyConstants.TYPING, typing);
        }
        if (close) {
            message.setHeader(CognigyConstants.CLOSE, true);
        }
    }

    /** What is said, if it is nothing but words: neither a postback nor data nor a command. Else null. */
    String sentence() {
        if (fields == null) {
            return text == null || text.isBlank() ? null : text;
        }
        boolean more = fields.get("data") != null || isTrue(fields.get("resetFlow")) || isTrue(fields.get(POSTBACK));
        return !more && fields.get("text") instanceof String words && !words.isBlank() ? words : null;
    }

    /** Who says it, as far as the input itself tells. */
    List<Object> person() {
        return fields == null
                ? Arrays.asList(null, null)
                : Arrays.asList(fields.get("userId"), fields.get("passthroughIp"));
    }

    private static boolean isTrue(Object flag) {
        return flag != null && !Boolean.FALSE.equals(flag) && !"false".equals(flag);
    }

    /** Nobody's words. */
    @Override
    public String toString() {
        return "RoadInput[" + (close ? "close" : typing != null ? "typing" : text == null ? "fields" : "text") + "]";
    }
}
