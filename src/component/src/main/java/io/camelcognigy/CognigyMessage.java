package io.camelcognigy;

import io.camelcognigy.content.Readable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One event of a session as a message body: a Map of its fields ({@code text}, {@code data}, …). It converts to text, which
 * is what a person should read, also as bytes or as a stream, and to JSON. A copy of its own for each consumer, so a route
 * may change it: the text is always that of the fields as they are.
 */
public final class CognigyMessage extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 2L;

    CognigyMessage() {}

    /** An output with a text, as a bot's; for tests of routes. */
    public static CognigyMessage text(String text) {
        return of(text, null);
    }

    /**
     * An output, as a bot's; for tests of routes.
     *
     * @param text may be null where the content is structured
     * @param data what the bot sends beside it; null for nothing
     */
    public static CognigyMessage of(String text, Map<String, Object> data) {
        CognigyMessage message = new CognigyMessage();
        message.put("text", text);
        message.put("data", data);
        message.put("source", "bot");
        return message;
    }

    /**
     * What a person should read: the text, or what stands for it where the content is structured (PROTOCOL §8), and below it
     * what it shows and offers, with numbers for the choices; may be empty.
     */
    public String plainText() {
        Object error = get("message");
        if (error instanceof String text && !containsKey("text")) {
            return text;
        }
        Object text = get("text");
        return Readable.of(text instanceof CharSequence chars ? chars.toString() : null, get("data"))
                .text();
    }

    /** Field names only, so that a body that is logged by accident shows nobody's words. */
    @Override
    public String toString() {
        return "CognigyMessage" + keySet();
    }
}
