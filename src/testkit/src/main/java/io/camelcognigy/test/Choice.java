package io.camelcognigy.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Something a person can choose: a quick reply or a button (PROTOCOL §8).
 *
 * @param title what the person reads
 * @param payload the text of the input that the choice stands for; the address where it opens one
 * @param type {@code postback}, {@code web_url}, {@code phone_number} or {@code trigger_intent}
 */
public record Choice(String title, String payload, String type) {

    public Choice {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(type, "type");
    }

    /** A choice that sends its title. */
    public static Choice of(String title) {
        return of(title, title);
    }

    /** A choice that sends its payload. */
    public static Choice of(String title, String payload) {
        return new Choice(title, payload, "postback");
    }

    /** A button that opens a page. */
    public static Choice link(String title, String url) {
        return new Choice(title, url, "web_url");
    }

    Map<String, Object> quickReply(int id) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("id", id);
        reply.put("title", title);
        reply.put("contentType", type);
        reply.put("payload", payload);
        return reply;
    }

    Map<String, Object> button(int id) {
        Map<String, Object> button = new LinkedHashMap<>();
        button.put("id", id);
        button.put("title", title);
        button.put("type", type);
        button.put(type.equals("web_url") ? "url" : "payload", payload);
        return button;
    }
}
