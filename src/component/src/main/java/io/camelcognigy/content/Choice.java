package io.camelcognigy.content;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a message offers to choose: a quick reply, a button, an action of a card (PROTOCOL §8).
 *
 * @param number under which people see it, from 1; null for what cannot be chosen by an input: links, phone numbers, and
 *     forms, which need their fields
 * @param title as shown: one line, not empty
 * @param payload of a {@link Kind#REPLY}: the text that chooses it (PROTOCOL §7); else null
 * @param data of a {@link Kind#SUBMIT}: the data that choose it, with an empty text (PROTOCOL §7); else null
 * @param url of a link, or of a phone number ({@code tel:}); else null
 */
public record Choice(Integer number, String title, Kind kind, String payload, Map<String, Object> data, String url) {

    /** What choosing means. */
    public enum Kind {
        /** An input with the payload as its text. */
        REPLY("reply"),
        /** An input with data: a card's own button. */
        SUBMIT("submit"),
        /** Opening an address. */
        LINK("link"),
        /** Calling a number. */
        PHONE("phone");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** As it stands in the envelope. */
        public String wireName() {
            return wireName;
        }
    }

    /** Its members for JSON, those without a value left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "number", number);
        put(members, "title", title);
        put(members, "kind", kind.wireName());
        put(members, "payload", payload);
        put(members, "data", data);
        put(members, "url", url);
        return members;
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** Without what people may read or say. */
    @Override
    public String toString() {
        return "Choice[number=" + number + ", kind=" + kind + "]";
    }
}
