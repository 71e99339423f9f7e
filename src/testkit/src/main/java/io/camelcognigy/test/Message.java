package io.camelcognigy.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One output of a bot or of a person: what {@code output.data} holds (PROTOCOL §8). The factories make what a Cognigy flow
 * makes of its nodes, in the channel-neutral form {@code data._cognigy._default}. Immutable.
 *
 * @param text may be null, as in structured messages
 * @param data may be null, which leaves the key out
 * @param source {@code bot}, or {@code agent} for a person
 */
public record Message(String text, Map<String, ?> data, String source) {

    private static final String BOT = "bot";

    public Message {
        Objects.requireNonNull(source, "source");
    }

    /** A text of the bot's, with empty data. */
    public static Message of(String text) {
        return of(text, Map.of());
    }

    /** A text of the bot's with data; either may be null. */
    public static Message of(String text, Map<String, ?> data) {
        return new Message(text, data, BOT);
    }

    /** Quick replies, each of which sends its title. */
    public static Message quickReplies(String text, String... titles) {
        return quickReplies(text, Stream.of(titles).map(Choice::of).toArray(Choice[]::new));
    }

    public static Message quickReplies(String text, Choice... choices) {
        Map<String, Object> content = content("quick_replies", text);
        content.put("quickReplies", numbered(List.of(choices), Choice::quickReply));
        return structured("_quickReplies", content);
    }

    /** A text with buttons. */
    public static Message buttons(String text, Choice... choices) {
        Map<String, Object> content = content("buttons", text);
        content.put("buttons", numbered(List.of(choices), Choice::button));
        return structured("_buttons", content);
    }

    /** Cards side by side. */
    public static Message gallery(Card... cards) {
        Map<String, Object> content = content("carousel", null);
        content.put("items", numbered(List.of(cards), Card::galleryItem));
        return structured("_gallery", content);
    }

    /** Cards below each other. */
    public static Message list(Card... cards) {
        Map<String, Object> content = content("list", null);
        content.put("items", numbered(List.of(cards), Card::listItem));
        return structured("_list", content);
    }

    public static Message image(String url, String altText) {
        Map<String, Object> content = content("image", null);
        content.put("imageUrl", url);
        content.put("imageAltText", altText);
        return structured("_image", content);
    }

    /** @param card a card of Microsoft's Adaptive Cards schema */
    public static Message adaptiveCard(Map<String, ?> card) {
        Map<String, Object> content = content("adaptiveCard", null);
        content.put("adaptiveCard", card);
        return structured("_adaptiveCard", content);
    }

    /**
     * Where somebody stands who waits for a person.
     *
     * @param position null where it is not known
     * @param estimatedWaitTime null where it is not known; its unit is not documented
     * @param alternativeText null for none
     */
    public static Message queueUpdate(Integer position, Integer estimatedWaitTime, String alternativeText) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("position", position);
        payload.put("estimatedWaitTime", estimatedWaitTime);
        payload.put("alternativeText", alternativeText);
        return webchat3("queueUpdate", payload);
    }

    /** Something that a person did who answers in the bot's place: came, left. Null leaves a field out. */
    public static Message liveAgentEvent(String action, String agentName, String text) {
        Map<String, Object> payload = new LinkedHashMap<>();
        putUnlessNull(payload, "text", text);
        putUnlessNull(payload, "action", action);
        putUnlessNull(payload, "agentName", agentName);
        return webchat3("liveAgentEvent", payload);
    }

    /** A piece of a streamed answer (PROTOCOL §17); white space belongs to it. */
    public static Message piece(String messageId, String text) {
        return of(text, Map.of("_cognigy", Map.of("_messageId", messageId)));
    }

    /** The mark that ends a streamed answer. */
    public static Message lastPiece(String messageId, String finishReason) {
        return of("", Map.of("_cognigy", Map.of("_messageId", messageId, "_finishReason", finishReason)));
    }

    /** The same, said by a person. */
    public Message fromPerson() {
        return new Message(text, data, "agent");
    }

    /** The same with one more key in its data. */
    public Message with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(data == null ? Map.of() : data);
        more.put(key, value);
        return new Message(text, more, source);
    }

    /** Without people's words. */
    @Override
    public String toString() {
        return "Message[textLength=" + (text == null ? -1 : text.length()) + ", data=" + (data != null) + ", source="
                + source + "]";
    }

    static <T> List<Map<String, Object>> numbered(List<T> parts, Numbered<T> form) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (T part : parts) {
            all.add(form.of(part, all.size() + 1));
        }
        return all;
    }

    private static Map<String, Object> content(String type, String text) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", type);
        putUnlessNull(content, "text", text);
        return content;
    }

    private static void putUnlessNull(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static Message structured(String member, Map<String, Object> content) {
        return of(null, Map.of("_cognigy", Map.of("_default", Map.of(member, content))));
    }

    private static Message webchat3(String type, Map<String, Object> payload) {
        return of(null, Map.of("_cognigy", Map.of("_webchat3", Map.of("type", type, "payload", payload))));
    }

    /** Writes one of several, counted from 1. */
    @FunctionalInterface
    interface Numbered<T> {
        Map<String, Object> of(T part, int number);
    }
}
