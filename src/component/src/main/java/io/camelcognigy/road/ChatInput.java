package io.camelcognigy.road;

import java.util.Locale;
import org.apache.camel.Message;

/** What every road makes of a message that it read: whose input it is, its text, and whether that text is JSON. */
public final class ChatInput {

    private ChatInput() {}

    /**
     * Body and headers as the routes hand them to the component: the text, {@code CamelCognigySessionKey}, and
     * {@code inputFormat}, which says {@code json} or {@code text}.
     *
     * @param contentType what the sender declared; null: JSON is what begins with a brace
     */
    public static void set(Message message, String sessionKey, String input, String contentType) {
        message.setHeader("CamelCognigySessionKey", sessionKey);
        message.setHeader("inputFormat", json(contentType, input) ? "json" : "text");
        message.setBody(input);
    }

    private static boolean json(String contentType, String input) {
        if (contentType == null) {
            return input.stripLeading().startsWith("{");
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }
}
