package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.session.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/component.md are those of the metadata in the jar. To write them anew:
 * {@code ./mvnw test -Dtest=ComponentDocTest -Ddocs.update=true}.
 */
class ComponentDocTest {

    private final OptionDoc doc = new OptionDoc(Path.of("docs", "component.md"));
    private final JsonNode metadata = OptionDoc.metadata("io/camelcognigy/cognigy");

    @Test
    void theOptionsAreThoseOfTheMetadata() throws IOException {
        doc.check("agent options", options(label -> OptionDoc.ofNeitherSide(label) && !ofBothSides(label)));
        doc.check("producer options", options(label -> label.contains("producer") || ofBothSides(label)));
        doc.check("consumer options", options(label -> label.contains("consumer") || ofBothSides(label)));
    }

    @Test
    void theHeadersAreThoseOfTheMetadata() throws IOException {
        String rows = metadata.get("headers").properties().stream()
                .map(header -> "| `%s` | %s | %s |"
                        .formatted(
                                header.getKey(),
                                header.getValue().path("javaType").asText(),
                                header.getValue().path("description").asText()))
                .collect(Collectors.joining("\n"));
        doc.check("headers", "| Header | Type | Meaning |\n|---|---|---|\n" + rows);
    }

    @Test
    void everyFailureIsExplained() throws IOException {
        String page = Files.readString(doc.page());
        for (FailureCode code : FailureCode.values()) {
            assertThat(page).contains("`" + code + "`");
        }
    }

    private static boolean ofBothSides(String label) {
        return label.contains("common");
    }

    private String options(Predicate<String> label) {
        return "| Option | Default | Meaning |\n|---|---|---|\n" + OptionDoc.rows(metadata, label);
    }
}
