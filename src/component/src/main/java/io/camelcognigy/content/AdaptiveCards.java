package io.camelcognigy.content;

import static io.camelcognigy.content.Items.at;
import static io.camelcognigy.content.Items.both;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Microsoft's Adaptive Cards as far as text can show them: text blocks, facts, pictures and actions, in whatever
 * containers they stand.
 *
 * <p>An action that submits becomes a choice; what it sends has the form that Cognigy's own clients use (PROTOCOL §7). In a
 * card with input fields it has no number: it would send the fields empty.
 */
final class AdaptiveCards {

    private static final int MAX_DEPTH = 32;
    private static final Set<String> SUBMITTING = Set.of("Action.Submit", "Action.Execute");

    private final Items items;

    AdaptiveCards(Items items) {
        this.items = items;
    }

    void card(Object card) {
        if (card instanceof Map<?, ?> map) {
            card(map, 0, false);
        }
    }

    private void card(Map<?, ?> card, int depth, boolean formAround) {
        boolean form = formAround || hasFields(card.get("body"), depth);
        elements(card.get("body"), depth, form);
        actions(card.get("actions"), depth, form);
    }

    private void elements(Object elements, int depth, boolean form) {
        if (depth < MAX_DEPTH) {
            items.each(elements, element -> element(element, depth + 1, form));
        }
    }

    private void element(Map<?, ?> element, int depth, boolean form) {
        if (Boolean.FALSE.equals(element.get("isVisible"))) {
            return;
        }
        Object type = element.get("type");
        if ("TextBlock".equals(type)) {
            items.paragraph(element.get("text"));
        } else if ("RichTextBlock".equals(type)) {
            items.paragraph(runs(element.get("inlines")));
        } else if ("FactSet".equals(type)) {
            items.each(element.get("facts"), fact -> items.entry(both(fact.get("title"), fact.get("value")), null));
        } else if ("Image".equals(type)) {
            items.entry(element.get("altText"), element.get("url"));
        } else if ("Media".equals(type)) {
            items.each(element.get("sources"), source -> items.entry(element.get("altText"), source.get("url")));
        } else if (type instanceof String name && name.startsWith("Input.")) {
            items.entry(element.get("label") == null ? element.get("placeholder") : element.get("label"), null);
        } else if ("ActionSet".equals(type)) {
            actions(element.get("actions"), depth, form);
        } else {
            elements(element.get("items"), depth, form);
            elements(element.get("images"), depth, form);
            elements(element.get("columns"), depth, form);
            elements(element.get("rows"), depth, form);
            elements(element.get("cells"), depth, form);
        }
    }

    private static String runs(Object inlines) {
        StringBuilder text = new StringBuilder();
        if (inlines instanceof Collection<?> runs) {
            for (Object run : runs) {
                Object words = run instanceof String ? run : at(run, "text");
                if (words instanceof String && text.length() <= Items.MAX_CHARS) {
                    text.append(words);
                }
            }
        }
        return text.toString();
    }

    private void actions(Object actions, int depth, boolean form) {
        items.each(actions, action -> action(action, depth + 1, form));
    }

    private void action(Map<?, ?> action, int depth, boolean form) {
        Object type = action.get("type");
        Object title = action.get("title");
        if ("Action.OpenUrl".equals(type)) {
            items.link(title, action.get("url"));
        } else if ("Action.ShowCard".equals(type)) {
            items.entry(title, null);
            if (depth < MAX_DEPTH && action.get("card") instanceof Map<?, ?> card) {
                card(card, depth, form);
            }
        } else if (type instanceof String name && SUBMITTING.contains(name)) {
            items.submit(title, form ? null : submitted(action.get("data")));
        }
    }

    private static Map<String, Object> submitted(Object data) {
        Object sent = data instanceof Map<?, ?> map ? Items.named(map) : data == null ? Map.of() : data;
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("adaptivecards", sent);
        input.put("request", Map.of("value", sent));
        return input;
    }

    private boolean hasFields(Object elements, int depth) {
        boolean[] found = {false};
        if (depth < MAX_DEPTH) {
            items.each(elements, element -> {
                found[0] |= element.get("type") instanceof String name && name.startsWith("Input.");
                for (String within : new String[] {"items", "columns", "rows", "cells"}) {
                    found[0] = found[0] || hasFields(element.get(within), depth + 1);
                }
            });
        }
        return found[0];
    }
}
