package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.session.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/component.md are those of the metadata in the jar. To write them anew:
 * {@code ./mvnw test -Dtest=ComponentDocTest -Ddocs.update=true}.
 */
class ComponentDocTest {

    private static final Path PAGE = Path.of("docs", "component.md");
    private static final String[] INHERITED = {
        "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "headerFilterStrategy", "lazyStartProducer"
    };

    private final JsonNode metadata = metadata();

    @Test
    void theOptionsAreThoseOfTheMetadata() throws IOException {
        check("agent options", options("agent"));
        check("producer options", options("producer"));
        check("consumer options", options("consumer"));
    }

    @Test
    void theHeadersAreThoseOfTheMetadata() throws IOException {
        String rows = stream(metadata.get("headers").fields())
                .map(header -> "| `%s` | %s | %s |"
                        .formatted(
                                header.getKey(),
                                header.getValue().path("javaType").asText(),
                                header.getValue().path("description").asText()))
                .collect(Collectors.joining("\n"));
        check("headers", "| Header | Type | Meaning |\n|---|---|---|\n" + rows);
    }

    @Test
    void everyFailureIsExplained() throws IOException {
        String page = Files.readString(PAGE);
        for (FailureCode code : FailureCode.values()) {
            assertThat(page).contains("`" + code + "`");
        }
    }

    private String options(String side) {
        String rows = stream(metadata.get("properties").fields())
                .filter(option ->
                        "parameter".equals(option.getValue().path("kind").asText()))
                .filter(option -> isOf(side, option.getValue()))
                .filter(option -> !List.of(INHERITED).contains(option.getKey()))
                .map(option -> row(option.getKey(), option.getValue()))
                .sorted()
                .collect(Collectors.joining("\n"));
        return "| Option | Default | Meaning |\n|---|---|---|\n" + rows;
    }

    private static boolean isOf(String side, JsonNode option) {
        String label = option.path("label").asText();
        return side.equals("agent") ? !label.matches(".*(producer|consumer).*") : label.contains(side);
    }

    private static String row(String name, JsonNode option) {
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
                .formatted(name, defaultValue, option.path("description").asText(), values, secret);
    }

    /** The page's part between two comments that name it. */
    private static void check(String part, String expected) throws IOException {
        String begin = "<!-- " + part + " -->\n";
        String end = "\n<!-- end of " + part + " -->";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertThat(to).as("the page has a part '" + part + "'").isGreaterThanOrEqualTo(from);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).isEqualTo(expected);
        }
    }

    private static Stream<Map.Entry<String, JsonNode>> stream(Iterator<Map.Entry<String, JsonNode>> entries) {
        Iterable<Map.Entry<String, JsonNode>> iterable = () -> entries;
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    private static JsonNode metadata() {
        try (InputStream json = CognigyComponent.class.getResourceAsStream("/META-INF/io/camelcognigy/cognigy.json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("the jar has no component metadata", e);
        }
    }
}
