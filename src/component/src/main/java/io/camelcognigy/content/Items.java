package io.camelcognigy.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The items of a message as they are found, numbered, within bounds: 200 items of 2,000 characters, a payload of 10,000
 * (PROTOCOL §13: no Endpoint takes a longer text), and 10,000 steps to find them, however the data are nested.
 */
final class Items {

    static final int MAX_ITEMS = 200;
    static final int MAX_CHARS = 2_000;
    static final int MAX_PAYLOAD_CHARS = 10_000;
    static final int MAX_STEPS = 10_000;

    private final List<Item> items = new ArrayList<>();
    private int nextNumber;
    private int steps;
    private boolean full;

    Items(int firstNumber) {
        this.nextNumber = firstNumber;
    }

    List<Item> found() {
        return List.copyOf(items);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int nextNumber() {
        return nextNumber;
    }

    /** Running text, such as a card's. */
    void paragraph(Object text) {
        String shown = Words.block(text, MAX_CHARS);
        if (!shown.isEmpty()) {
            add(new Item(shown, null, null, true));
        }
    }

    /** Something to see, or to open. Nothing where it has neither a title nor a safe address. */
    void entry(Object title, Object url) {
        String link = Links.safe(url);
        String shown = Words.line(title, MAX_CHARS);
        if (!shown.isEmpty() || link != null) {
            add(new Item(shown.isEmpty() ? link : shown, link, null, false));
        }
    }

    void reply(Object title, Object payload) {
        String shown = Words.line(title, MAX_CHARS);
        String text = Words.spoken(payload) ? (String) payload : shown;
        if (text.isEmpty() || text.length() > MAX_PAYLOAD_CHARS) {
            entry(title, null);
            return;
        }
        String name = shown.isEmpty() ? Words.line(text, MAX_CHARS) : shown;
        choice(new Choice(nextNumber, name, Choice.Kind.REPLY, text, null, null));
    }

    /** @param data null where it takes more than a choice: it is shown, and has no number */
    void submit(Object title, Map<String, Object> data) {
        String shown = Words.line(title, MAX_CHARS);
        if (!shown.isEmpty()) {
            choice(new Choice(data == null ? null : nextNumber, shown, Choice.Kind.SUBMIT, null, data, null));
        }
    }

    void link(Object title, Object url) {
        address(title, Links.safe(url), Choice.Kind.LINK);
    }

    void phone(Object title, Object number) {
        address(title, Links.phone(number), Choice.Kind.PHONE);
    }

    private void address(Object title, String link, Choice.Kind kind) {
        if (link == null) {
            entry(title, null);
            return;
        }
        String shown = Words.line(title, MAX_CHARS);
        choice(new Choice(null, shown.isEmpty() ? link : shown, kind, null, null, link));
    }

    private void choice(Choice choice) {
        if (add(new Item(choice.title(), choice.url(), choice, false)) && choice.number() != null) {
            nextNumber++;
        }
    }

    private boolean add(Item item) {
        if (items.size() < MAX_ITEMS) {
            return items.add(item);
        }
        if (!full) {
            full = true;
            items.add(new Item("…", null, null, true));
        }
        return false;
    }

    /** The objects among the elements of what may be a list. */
    void each(Object list, Consumer<Map<?, ?>> action) {
        if (list instanceof Collection<?> elements) {
            for (Object element : elements) {
                if (full || ++steps > MAX_STEPS) {
                    return;
                }
                if (element instanceof Map<?, ?> map) {
                    action.accept(map);
                }
            }
        }
    }

    static Object at(Object value, String... path) {
        Object here = value;
        for (String name : path) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return here;
    }

    /** "Title: more", or what there is of both. */
    static String both(Object title, Object more) {
        String first = Words.line(title, MAX_CHARS);
        String second = Words.line(more, MAX_CHARS);
        return first.isEmpty() || second.isEmpty() ? first + second : first + ": " + second;
    }

    /** The map with names that are surely text, as an input needs it. */
    static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}
