package io.camelcognigy.content;

import static io.camelcognigy.content.Items.at;

import io.camelcognigy.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message as people can read it: its text, and what it shows and offers beside it, with numbers for what can be chosen.
 * The one place where that is decided: for bodies of the component and on every road.
 *
 * <p>The text is the message's own, else the first in its rich content, the channel-neutral form first (PROTOCOL §8, end);
 * a template's {@code fallbackText} counts only where nothing else can be shown.
 *
 * @param said the text, control characters removed, not shortened; empty if there is none
 * @param items in the order of the message
 */
public record Readable(String said, List<Item> items) {

    /** Of one message, its choices numbered from 1. */
    public static Readable of(Message message) {
        return of(message.text(), message.data(), 1);
    }

    /**
     * Of a message that is no longer one of the wire.
     *
     * @param text may be null
     * @param data what the Endpoint sent as {@code data}; anything else, also null, shows nothing
     */
    public static Readable of(String text, Object data) {
        return of(text, data, 1);
    }

    /**
     * @param firstNumber of the first choice: more than 1 where several messages are shown as one text
     */
    public static Readable of(String text, Object data, int firstNumber) {
        if (at(data, "_camel", "outputs") instanceof List<?> outputs && !outputs.isEmpty()) {
            return of(outputs, firstNumber);
        }
        return one(text, data, firstNumber);
    }

    /** Of several messages as one text, in order; their choices are numbered through. */
    public static Readable of(List<Message> messages) {
        return of(messages.stream().map(Turns::fields).toList(), 1);
    }

    private static Readable of(List<?> outputs, int firstNumber) {
        String said = "";
        List<Item> items = new ArrayList<>();
        int next = firstNumber;
        for (Object output : outputs) {
            Readable one = one(at(output, "text") instanceof String text ? text : null, at(output, "data"), next);
            if (said.isEmpty() && items.isEmpty()) {
                said = one.said;
            } else if (!one.said.isEmpty()) {
                items.add(new Item(one.said, null, null, true));
            }
            items.addAll(one.items.subList(0, Math.min(one.items.size(), Math.max(0, Items.MAX_ITEMS - items.size()))));
            next += (int) one.choices().stream()
                    .filter(choice -> choice.number() != null)
                    .count();
        }
        return new Readable(said, List.copyOf(items));
    }

    private static Readable one(String text, Object data, int firstNumber) {
        String own = Words.spoken(text) ? Words.block(text) : "";
        if (!(data instanceof Map<?, ?> map) || map.isEmpty()) {
            return new Readable(own, List.of());
        }
        Items items = new Items(firstNumber);
        Templates templates = new Templates(items);
        List<Object> places = new ArrayList<>(2);
        places.add(map.get("_cognigy"));
        places.add(at(map, "_data", "_cognigy"));
        places.forEach(rich -> templates.neutral(at(rich, "_default")));
        if (items.isEmpty()) {
            places.forEach(rich -> templates.messenger(at(rich, "_webchat", "message")));
        }
        places.forEach(templates::app);
        templates.extras(map);
        String said = own.isEmpty() ? first(places.stream().flatMap(Readable::texts)) : own;
        if (said.isEmpty() && items.isEmpty()) {
            said = first(places.stream().flatMap(rich -> members(rich, "fallbackText")));
        }
        return new Readable(said, items.found());
    }

    private static Stream<Object> texts(Object rich) {
        return Stream.concat(
                members(rich, "text"),
                Stream.of(
                                at(rich, "_webchat", "message", "text"),
                                at(rich, "_webchat", "message", "attachment", "payload", "text"),
                                at(rich, "_webchat3", "payload", "alternativeText"),
                                at(rich, "_webchat3", "payload", "text"))
                        .filter(Objects::nonNull));
    }

    private static Stream<Object> members(Object rich, String name) {
        return at(rich, "_default") instanceof Map<?, ?> templates
                ? templates.values().stream()
                        .map(template -> at(template, name))
                        .filter(Objects::nonNull)
                : Stream.of();
    }

    private static String first(Stream<Object> candidates) {
        return candidates
                .filter(Words::spoken)
                .map(text -> Words.block((String) text))
                .findFirst()
                .orElse("");
    }

    /** What can be chosen, opened or called, in order. */
    public List<Choice> choices() {
        return items.stream().map(Item::choice).filter(Objects::nonNull).toList();
    }

    /** Text and items line by line; empty if the message says nothing to a person. */
    public String text() {
        if (items.isEmpty()) {
            return said;
        }
        return Stream.concat(
                        Stream.of(said).filter(text -> !text.isEmpty()),
                        items.stream().map(Item::line))
                .collect(Collectors.joining("\n"));
    }

    /** Whether there is nothing that a person could read. */
    public boolean isEmpty() {
        return said.isEmpty() && items.isEmpty();
    }

    /** Sizes only. */
    @Override
    public String toString() {
        return "Readable[length=" + said.length() + ", items=" + items.size() + "]";
    }
}
