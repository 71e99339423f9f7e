package io.camelcognigy.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a message says where only plain text can be shown (PROTOCOL §8, end). Looks things up and changes nothing; shapes
 * that are not as documented are passed over.
 */
public final class PlainText {

    /** Members of {@code _cognigy} that say nothing to a person. A member that is not listed counts as content. */
    private static final Set<String> NO_CONTENT =
            Set.of("_messageId", "_finishReason", "_defaultPreview", "syncWebchatWithFacebook");

    private PlainText() {}

    /** The message's text, else the text in its rich content, the channel-neutral form first; empty if there is none. */
    public static Optional<String> of(Message message) {
        if (spoken(message.text())) {
            return Optional.of(message.text());
        }
        List<Object> candidates = new ArrayList<>();
        collect(at(message.data(), "_cognigy"), candidates);
        collect(at(message.data(), "_data", "_cognigy"), candidates);
        return candidates.stream()
                .filter(PlainText::spoken)
                .map(String.class::cast)
                .findFirst();
    }

    /**
     * Whether this is one of the bot's internal markers, such as the end of a streamed text: no text, and in data nothing
     * but {@code _cognigy} without content. In doubt it is none, so nothing that could be an answer is taken for one.
     */
    public static boolean marker(Message message) {
        Map<String, Object> data = message.data();
        return !spoken(message.text())
                && data != null
                && data.size() == 1
                && data.get("_cognigy") instanceof Map<?, ?> rich
                && rich.entrySet().stream().allMatch(PlainText::withoutContent);
    }

    private static void collect(Object rich, List<Object> candidates) {
        Collection<?> templates = at(rich, "_default") instanceof Map<?, ?> members ? members.values() : List.of();
        templates.forEach(template -> candidates.add(at(template, "text")));
        templates.forEach(template -> candidates.add(at(template, "fallbackText")));
        candidates.add(at(rich, "_webchat", "message", "text"));
        candidates.add(at(rich, "_webchat", "message", "attachment", "payload", "text"));
    }

    private static boolean withoutContent(Map.Entry<?, ?> member) {
        return member.getValue() == null || (member.getKey() instanceof String name && NO_CONTENT.contains(name));
    }

    private static boolean spoken(Object text) {
        return text instanceof String string && !string.isBlank();
    }

    private static Object at(Object value, String... path) {
        Object here = value;
        for (String name : path) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return here;
    }
}
