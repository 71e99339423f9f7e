package io.camelcognigy.protocol;

import java.util.Map;

/**
 * What an {@code output} carries (PROTOCOL §8, "Message fields"). Output transformers may send any shape, so every
 * field may be missing and {@link #raw()} keeps what came.
 *
 * @param text null, or the text; blank where the content is structured
 * @param data custom keys and the reserved ones, unmodifiable; null where none came
 * @param traceId groups the outputs of one input; null where none came. Exposed, never decided on (PROTOCOL §16.19)
 * @param source {@code bot} also when the server sent none, {@code agent} for a human
 * @param sensitive the server asked that this message is not logged ({@code disableSensitiveLogging})
 * @param raw {@code output.data} as it came: an unmodifiable map, a list, or a bare value; may be null
 */
public record Message(
        String text, Map<String, Object> data, String traceId, String source, boolean sensitive, Object raw) {

    /** Sizes only: people's words stay out of logs. A transformer may have put anything into {@code source}. */
    @Override
    public String toString() {
        return "Message[textLength=" + (text == null ? -1 : text.length()) + ", data=" + (data != null) + ", source="
                + Labels.of(source) + "]";
    }
}
