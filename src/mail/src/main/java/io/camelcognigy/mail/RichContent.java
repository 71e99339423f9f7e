package io.camelcognigy.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an output offers beside its text, as entries of a list: quick replies, buttons, links, cards and media of {@code
 * _cognigy._default} (PROTOCOL §8, "Reserved keys in message data"). Shapes that are not as documented are passed over.
 */
final class RichContent {

    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel");
    private static final int MAX_ENTRIES = 200;
    private static final int MAX_CHARS = 2000;

    /** @param link null, or an address that is safe to offer */
    record Entry(String title, String link) {}

    private final List<Entry> entries = new ArrayList<>();

    private RichContent() {}

    static List<Entry> of(Object data) {
        RichContent content = new RichContent();
        content.templates(at(data, "_cognigy", "_default"));
        content.templates(at(data, "_data", "_cognigy", "_default"));
        content.each(at(data, "attachments"), attachment -> content.add(attachment, "name", "url"));
        return List.copyOf(content.entries);
    }

    private void templates(Object members) {
        if (members instanceof Map<?, ?> map) {
            each(map.values(), this::template);
        }
    }

    private void template(Map<?, ?> template) {
        each(template.get("quickReplies"), this::button);
        each(template.get("items"), this::card);
        add(template, "imageAltText", "imageUrl");
        add(template, "audioAltText", "audioUrl");
        add(template, "videoAltText", "videoUrl");
        each(template.get("buttons"), this::button);
        if (template.get("button") instanceof Map<?, ?> button) {
            button(button);
        }
    }

    private void card(Map<?, ?> card) {
        String title = text(card, "title");
        String subtitle = text(card, "subtitle");
        String both = title.isEmpty() || subtitle.isEmpty() ? title + subtitle : title + ": " + subtitle;
        add(both, text(card, "defaultActionUrl"));
        each(card.get("buttons"), this::button);
    }

    private void button(Map<?, ?> button) {
        Object type = button.get("type") == null ? button.get("contentType") : button.get("type");
        String link = "";
        if ("web_url".equals(type)) {
            link = text(button, "url");
        } else if ("phone_number".equals(type)) {
            link = "tel:" + text(button, "payload").replaceAll("[^0-9+]", "");
        }
        add(text(button, "title"), link);
    }

    private void add(Map<?, ?> content, String title, String url) {
        add(text(content, title), text(content, url));
    }

    private void add(String title, String url) {
        String link = safe(url);
        if (entries.size() < MAX_ENTRIES && !(title.isEmpty() && link == null)) {
            entries.add(new Entry(title.isEmpty() ? link : title, link));
        }
    }

    /** Null unless it is an absolute address of a kind that a reader can do no harm with by a click. */
    private static String safe(String url) {
        try {
            URI uri = new URI(url);
            boolean known =
                    uri.getScheme() != null && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
            return known && !uri.getSchemeSpecificPart().isEmpty() ? uri.toASCIIString() : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private interface MapAction {
        void perform(Map<?, ?> map);
    }

    private void each(Object values, MapAction action) {
        if (values instanceof Collection<?> collection) {
            for (Object value : collection) {
                if (value instanceof Map<?, ?> map) {
                    action.perform(map);
                }
            }
        }
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? OneLine.of(text, MAX_CHARS) : "";
    }

    private static Object at(Object value, String... path) {
        Object here = value;
        for (String name : path) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return here;
    }
}
