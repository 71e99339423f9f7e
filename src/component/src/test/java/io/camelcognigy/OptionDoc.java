package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A page of docs/ with tables that are those of a component's metadata; {@code -Ddocs.update=true} writes them anew. */
public record OptionDoc(Path page) {

    private static final List<String> INHERITED = List.of(
            "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "headerFilterStrategy", "lazyStartProducer");

    /** @param component the name of its JSON file below META-INF, without its ending */
    public static JsonNode metadata(String component) {
        try (InputStream json = OptionDoc.class.getResourceAsStream("/META-INF/" + component + ".json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("the jar has no component metadata", e);
        }
    }

    /** A row for each parameter whose label is asked for, by name; but for those that every component of Camel has. */
    public static String rows(JsonNode metadata, Predicate<String> label) {
        return metadata.get("properties").properties().stream()
                .filter(option ->
                        "parameter".equals(option.getValue().path("kind").asText()))
                .filter(option -> label.test(option.getValue().path("label").asText()))
                .filter(option -> !INHERITED.contains(option.getKey()))
                .map(OptionDoc::row)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    public static boolean ofNeitherSide(String label) {
        return !label.matches(".*(producer|consumer).*");
    }

    private static String row(Map.Entry<String, JsonNode> named) {
        JsonNode option = named.getValue();
        String values = option.has("enum")
                ? " One of "
                        + StreamSupport.stream(option.get("enum").spliterator(), false)
                                .map(value -> "`" + value.asText() + "`")
                                .collect(Collectors.joining(", "))
                        + "."
                : "";
        String secret = option.path("secret").asBoolean() ? " Secret." : "";
        String defaultValue =
                option.has("defaultValue") ? "`" + option.get("defaultValue").asText() + "`" : "";
        return "| `%s` | %s | %s%s%s |"
                .formatted(
                        named.getKey(), defaultValue, option.path("description").asText(), values, secret);
    }

    /** The page's part between two comments that name it. */
    public void check(String part, String expected) throws IOException {
        String begin = "<!-- " + part + " -->\n";
        String end = "\n<!-- end of " + part + " -->";
        String text = Files.readString(page);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        assertThat(to).as("the page has a part '" + part + "'").isGreaterThanOrEqualTo(from);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(page, text.substring(0, from) + expected + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(expected);
        }
    }
}
