package io.camelcognigy.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One item of a gallery or a list (PROTOCOL §8).
 *
 * @param subtitle may be null
 * @param imageUrl may be null
 * @param buttons may be empty; a list shows the first only
 */
public record Card(String title, String subtitle, String imageUrl, List<Choice> buttons) {

    public Card {
        Objects.requireNonNull(title, "title");
        buttons = List.copyOf(buttons);
    }

    /** A card without a picture. */
    public static Card of(String title, String subtitle, Choice... buttons) {
        return new Card(title, subtitle, null, List.of(buttons));
    }

    /** The same card with a picture. */
    public Card withImage(String url) {
        return new Card(title, subtitle, url, buttons);
    }

    Map<String, Object> galleryItem(int id) {
        Map<String, Object> item = item(id);
        item.put("buttons", Message.numbered(buttons, Choice::button));
        return item;
    }

    Map<String, Object> listItem(int id) {
        Map<String, Object> item = item(id);
        item.put("button", buttons.isEmpty() ? null : buttons.get(0).button(1));
        return item;
    }

    private Map<String, Object> item(int id) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("title", title);
        item.put("subtitle", subtitle);
        item.put("imageUrl", imageUrl);
        return item;
    }
}
