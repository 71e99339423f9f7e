package io.camelcognigy;

import java.util.LinkedHashMap;

/**
 * One event of a session as a message body: a Map of its fields ({@code text}, {@code data}, …). It converts to String,
 * which is the text for a person, and to JSON. A copy of its own for each consumer, so a route may change it.
 */
public final class CognigyMessage extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1L;

    private final transient String plainText;

    /** @param plainText what a person should read; may be null */
    CognigyMessage(String plainText) {
        this.plainText = plainText;
    }

    /** The text, or what stands for it where the content is structured (PROTOCOL §8, plain-text view); may be empty. */
    public String plainText() {
        return plainText == null ? "" : plainText;
    }

    /** Field names only, so that a body that is logged by accident shows nobody's words. */
    @Override
    public String toString() {
        return "CognigyMessage" + keySet();
    }
}
