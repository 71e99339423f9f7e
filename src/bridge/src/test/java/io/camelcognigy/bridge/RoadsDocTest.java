package io.camelcognigy.bridge;

import io.camelcognigy.OptionDoc;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of docs/roads.md are those of the metadata in the jars. To write them anew:
 * {@code ./mvnw test -Dtest=RoadsDocTest -Ddocs.update=true}.
 */
class RoadsDocTest {

    private final OptionDoc doc = new OptionDoc(Path.of("docs", "roads.md"));

    @ParameterizedTest
    @CsvSource({"kafka,consumer", "kafka,producer", "jms,consumer", "jms,producer", "mail,consumer", "mail,producer"})
    void theParametersOfARoadAreThoseOfTheMetadata(String road, String side) throws IOException {
        doc.check("chat-" + road + " " + side, table(road, side));
    }

    private static String table(String road, String side) {
        String rows = OptionDoc.rows(
                OptionDoc.metadata("io/camelcognigy/" + road + "/chat-" + road),
                label -> label.contains(side) || OptionDoc.ofNeitherSide(label));
        return rows.isEmpty()
                ? "It has none: a queue is all that it needs."
                : "| Parameter | Default | Meaning |\n|---|---|---|\n" + rows;
    }
}
