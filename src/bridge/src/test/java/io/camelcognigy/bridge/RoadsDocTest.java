package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of docs/roads.md are those of the metadata in the jars. To write them anew:
 * {@code ./mvnw test -Dtest=RoadsDocTest -Ddocs.update=true}.
 */
class RoadsDocTest {

    private static final Path PAGE = Path.of("docs", "roads.md");
    private static final List<String> INHERITED = List.of(
            "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "headerFilterStrategy", "lazyStartProducer");

    @ParameterizedTest
    @CsvSource({"kafka,consumer", "kafka,producer", "jms,consumer", "jms,producer", "mail,consumer"})
    void theParametersOfARoadAreThoseOfTheMetadata(String road, String side) throws IOException {
        check("chat-" + road + " " + side, table(road, side));
    }

    private static String table(String road, String side) throws IOException {
        String rows = stream(metadata(road).get("properties").fields())
                .filter(option ->
                        "parameter".equals(option.getValue().path("kind").asText()))
                .filter(option -> isOf(side, option.getValue().path("label").asText()))
                .filter(option -> !INHERITED.contains(option.getKey()))
                .map(option -> row(option.getKey(), option.getValue()))
                .sorted()
                .collect(Collectors.joining("\n"));
        return rows.isEmpty()
                ? "It has none: a queue is all that it needs."
                : "| Parameter | Default | Meaning |\n|---|---|---|\n" + rows;
    }

    private static boolean isOf(String side, String label) {
        return label.contains(side) || !label.matches(".*(producer|consumer).*");
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

    private static JsonNode metadata(String road) throws IOException {
        String name = "/META-INF/io/camelcognigy/" + road + "/chat-" + road + ".json";
        try (InputStream json = RoadsDocTest.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(json);
        }
    }
}
