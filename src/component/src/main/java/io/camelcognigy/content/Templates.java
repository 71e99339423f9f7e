package io.camelcognigy.content;

import static io.camelcognigy.content.Items.at;
import static io.camelcognigy.content.Items.both;

import java.util.Map;

/**
 * What {@code _cognigy._default} and, in Messenger's form, {@code _cognigy._webchat} show beside the text (PROTOCOL §8).
 * Shapes that are not as documented are passed over.
 */
final class Templates {

    private final Items items;
    private final AdaptiveCards cards;

    Templates(Items items) {
        this.items = items;
        this.cards = new AdaptiveCards(items);
    }

    /** @param templates the members of {@code _default} */
    void neutral(Object templates) {
        if (templates instanceof Map<?, ?> members) {
            items.each(members.values(), this::template);
        }
    }

    private void template(Map<?, ?> template) {
        items.each(template.get("quickReplies"), this::button);
        items.each(template.get("items"), this::card);
        items.entry(template.get("imageAltText"), template.get("imageUrl"));
        items.entry(template.get("audioAltText"), template.get("audioUrl"));
        items.entry(template.get("videoAltText"), template.get("videoUrl"));
        items.each(template.get("buttons"), this::button);
        if (template.get("button") instanceof Map<?, ?> button) {
            button(button);
        }
        cards.card(template.get("adaptiveCard"));
    }

    private void card(Map<?, ?> card) {
        String title = both(card.get("title"), card.get("subtitle"));
        if (title.isEmpty()) {
            items.entry(card.get("imageAltText"), card.get("imageUrl"));
        } else {
            items.entry(title, card.get("defaultActionUrl"));
        }
        items.each(card.get("buttons"), this::button);
        if (card.get("button") instanceof Map<?, ?> button) {
            button(button);
        }
    }

    private void button(Map<?, ?> button) {
        Object type = button.get("type") == null ? button.get("contentType") : button.get("type");
        button(button, type);
    }

    private void button(Map<?, ?> button, Object type) {
        Object title = button.get("title");
        Object payload = button.get("payload");
        if (type == null || "postback".equals(type) || "text".equals(type)) {
            items.reply(title, payload);
        } else if ("web_url".equals(type)) {
            items.link(title, button.get("url"));
        } else if ("phone_number".equals(type)) {
            items.phone(title, payload);
        } else if ("trigger_intent".equals(type) && (Words.spoken(payload) || Words.spoken(button.get("intentName")))) {
            // The payload of such a button is empty as a rule (PROTOCOL §7).
            items.reply(title, Words.spoken(payload) ? payload : "cIntent:" + button.get("intentName"));
        } else {
            items.entry(title, null);
        }
    }

    /** @param message {@code _webchat.message} */
    void messenger(Object message) {
        items.each(at(message, "quick_replies"), reply -> button(reply, reply.get("content_type")));
        Object payload = at(message, "attachment", "payload");
        items.each(at(payload, "elements"), this::element);
        items.each(at(payload, "buttons"), this::button);
        items.entry(null, at(payload, "url"));
    }

    private void element(Map<?, ?> element) {
        String title = both(element.get("title"), element.get("subtitle"));
        items.entry(title, at(element, "default_action", "url"));
        items.each(element.get("buttons"), this::button);
    }

    /** The address of an xApp. */
    void app(Object rich) {
        items.entry(null, at(rich, "_app", "url"));
    }

    /** A card that came as a plugin, and files. */
    void extras(Map<?, ?> data) {
        Object plugin = data.get("_plugin");
        if ("adaptivecards".equals(at(plugin, "type"))) {
            Object card = at(plugin, "payload") == null ? at(plugin, "data") : at(plugin, "payload");
            cards.card(at(card, "adaptiveCard") == null ? card : at(card, "adaptiveCard"));
        }
        items.each(data.get("attachments"), file -> {
            Object name = file.get("name") == null ? file.get("fileName") : file.get("name");
            items.entry(both(name, file.get("caption")), file.get("url"));
        });
    }
}
