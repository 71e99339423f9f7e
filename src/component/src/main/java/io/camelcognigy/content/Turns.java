package io.camelcognigy.content;

import io.camelcognigy.protocol.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** All that was said in a turn, as one message. */
final class Turns {

    private Turns() {}

    /**
     * The texts with an empty line between them. The data are those of the one output that has some; where several have,
     * nothing says how they would go together: then {@code _camel.outputs} lists the outputs, each with text and data.
     *
     * @param outputs at least one
     */
    static Message joined(List<Message> outputs) {
        String text = outputs.stream()
                .map(output -> Readable.of(output).said().strip())
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining("\n\n"));
        List<Object> data = outputs.stream()
                .map(output -> output.text() == null && output.data() == null ? output.raw() : rest(output))
                .filter(Objects::nonNull)
                .toList();
        Map<String, Object> joined = null;
        if (data.size() == 1 && data.get(0) instanceof Map<?, ?> only) {
            joined = Items.named(only);
        } else if (!data.isEmpty()) {
            joined = Map.of(
                    "_camel",
                    Map.of("outputs", outputs.stream().map(Turns::fields).toList()));
        }
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("text", text.isEmpty() ? null : text);
        raw.put("data", joined);
        return new Message(
                text.isEmpty() ? null : text,
                joined == null ? null : Collections.unmodifiableMap(joined),
                outputs.stream()
                        .map(Message::traceId)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                // A turn in which a person spoke is theirs.
                outputs.stream().anyMatch(output -> "agent".equals(output.source()))
                        ? "agent"
                        : outputs.get(0).source(),
                outputs.stream().anyMatch(Message::sensitive),
                raw);
    }

    /** The data, unless they only say which answer it was. */
    private static Map<String, Object> rest(Message output) {
        Piece piece = Piece.of(output);
        Map<String, Object> data = piece == null ? output.data() : piece.rest();
        return data == null || data.isEmpty() ? null : data;
    }

    /** What counts of a message, in the form of the wire. */
    static Map<String, Object> fields(Message output) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", output.text());
        fields.put("data", output.text() == null && output.data() == null ? output.raw() : output.data());
        return fields;
    }
}
