package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code on docs/testing.md stands in the examples as it does there, and is built and run with them. */
class TestingDocTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ""));
    private static final Pattern SNIPPET = Pattern.compile("<!-- from (\\S+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("\\bbot\\.(\\w+)\\(");
    private static final Pattern FAULT = Pattern.compile("\\bFailAt\\.(\\w+)");

    @Test
    void everySnippetIsCodeOfTheExamples() throws IOException {
        List<String[]> snippets = SNIPPET.matcher(page())
                .results()
                .map(found -> new String[] {found.group(1), found.group(2)})
                .toList();

        assertThat(snippets).hasSizeGreaterThan(4);
        for (String[] snippet : snippets) {
            assertThat(Files.readString(ROOT.resolve(snippet[0]))).contains(snippet[1]);
        }
    }

    @Test
    void everyCallAndFaultOnThePageIsThere() throws IOException {
        List<String> methods = Stream.of(CognigyEndpoint.class.getMethods())
                .map(method -> method.getName())
                .toList();

        assertThat(CALL.matcher(page()).results().map(found -> found.group(1))).isSubsetOf(methods);
        assertThat(FAULT.matcher(page()).results().map(found -> found.group(1)))
                .isSubsetOf(Stream.of(FailAt.values()).map(Enum::name).toList());
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/testing.md"));
    }
}
