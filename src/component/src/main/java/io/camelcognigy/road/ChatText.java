package io.camelcognigy.road;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a terminal shows of an output: its text, the choices it offers, else its data. */
public final class ChatText {

    private ChatText() {}

    /** @param output the value of a record on {@code chat.output} */
    public static List<String> lines(JsonNode output) {
        List<String> lines = new ArrayList<>();
        JsonNode content = output.at("/data/_cognigy/_default");
        String text = output.path("text").asText("");
        if (text.isBlank() || output.path("text").isNull()) {
            text = content.findPath("text").asText("");
        }
        if (!text.isBlank()) {
            lines.addAll(text.lines().toList());
        }
        for (JsonNode choice : content.at("/_quickReplies/quickReplies")) {
            lines.add(choice(choice));
        }
        for (JsonNode choice : content.at("/_buttons/buttons")) {
            lines.add(choice(choice));
        }
        JsonNode data = output.path("data");
        if (lines.isEmpty() || content.isMissingNode() && data.isObject() && !data.isEmpty()) {
            lines.add(data.toString());
        }
        return lines;
    }

    private static String choice(JsonNode choice) {
        String title = choice.path("title").asText("");
        String payload = choice.path("payload").asText("");
        return payload.isBlank() || payload.equals(title) ? "  [" + title + "]" : "  [" + title + "] type: " + payload;
    }
}
