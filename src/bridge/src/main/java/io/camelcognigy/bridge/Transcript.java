package io.camelcognigy.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.content.Choice;
import io.camelcognigy.content.Item;
import io.camelcognigy.content.Offer;
import io.camelcognigy.content.Readable;
import java.io.PrintStream;
import java.util.Optional;

/**
 * What a person in a terminal sees of a conversation: a streamed answer as it comes, all else line by line, choices with
 * their numbers. Thread-safe.
 */
final class Transcript {

    private final PrintStream out;
    private final boolean prompt;
    private final ObjectMapper mapper = new ObjectMapper();
    private Offer offer = Offer.NONE;
    /** The answer whose line is still open; null if none is. */
    private String writing;

    /** @param prompt whether a person looks at {@code out} */
    Transcript(PrintStream out, boolean prompt) {
        this.out = out;
        this.prompt = prompt;
    }

    /** Whole lines, in the place of a prompt that may stand there, and a new prompt below. */
    synchronized void lines(String... lines) {
        begin();
        for (String line : lines) {
            out.println(line);
        }
        end();
    }

    /** Shows one record of {@code chat.output}; what says nothing to a person only ends the line. */
    synchronized void output(JsonNode envelope) {
        String type = envelope.path("type").asText("");
        if (!type.equals("output") && !type.equals("handover")) {
            if (writing != null && !type.equals("typing")) {
                begin();
                end();
            }
            return;
        }
        Readable readable = readable(envelope);
        offer = offer.after(envelope.path("turnId").asText(null), readable.choices());
        JsonNode id = envelope.at("/data/_cognigy/_messageId");
        if (!id.isMissingNode() && readable.items().isEmpty()) {
            piece(id.asText(), readable.said(), over(envelope));
        } else {
            begin();
            readable.said().lines().forEach(line -> out.println("bot> " + line));
            readable.items().stream()
                    .map(Item::line)
                    .flatMap(String::lines)
                    .forEach(line -> out.println("    " + line));
            if (readable.isEmpty() && !envelope.path("data").isEmpty()) {
                out.println("bot> " + envelope.path("data"));
            }
            end();
        }
    }

    /** What a line means as an answer to what was offered last. */
    synchronized Optional<Choice> chosen(String line) {
        return offer.chosen(line);
    }

    private void piece(String id, String text, boolean over) {
        if (!id.equals(writing) && !text.isEmpty()) {
            begin();
            writing = id;
            out.print("bot> ");
        }
        out.print(text.replace("\n", "\nbot> "));
        if (over && id.equals(writing)) {
            begin();
            end();
        }
        out.flush();
    }

    private static boolean over(JsonNode envelope) {
        return envelope.at("/data/_cognigy/_finishReason").isTextual()
                || envelope.path("last").asBoolean(false);
    }

    /** The text of the envelope is for people already where the Endpoint gave none. */
    private Readable readable(JsonNode envelope) {
        String text = envelope.path("text").asText(null);
        Object data = mapper.convertValue(envelope.path("data"), Object.class);
        Readable fromData = Readable.of(null, data);
        return fromData.text().equals(text) ? fromData : Readable.of(text, data);
    }

    private void begin() {
        if (writing != null) {
            writing = null;
            out.println();
        } else if (prompt) {
            out.print('\r');
        }
    }

    private void end() {
        if (prompt) {
            out.print("you> ");
        }
        out.flush();
    }
}
