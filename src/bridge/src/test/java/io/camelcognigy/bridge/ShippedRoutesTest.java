package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Who knows YAML and no Java reads and changes the shipped roads: they are short, and all that they need is in them. */
class ShippedRoutesTest {

    static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRoadHasFortyLinesAtMostAndNamesNoClass(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .toList();
        assertThat(lines)
                .hasSizeLessThanOrEqualTo(40)
                .noneMatch(line -> line.matches("(?i).*(type|class|bean|beanType|ref):.*"))
                .noneMatch(line -> line.matches(".*\\b(org|com|java|javax|jakarta)\\.[a-z]+\\..*"))
                .noneMatch(line -> line.contains("beans:"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void camelTakesItInCanonicalFormAndSaysNothing(Path file) throws Exception {
        assertThat(saidOf(Files.readString(file))).isEmpty();
    }

    @Test
    void camelSaysSomethingOfAShorthand() throws Exception {
        assertThat(saidOf("- route: {from: {uri: 'direct:a', steps: [{to: 'direct:b'}]}}"))
                .anyMatch(line -> line.contains("compact notation"));
    }

    private static List<String> saidOf(String route) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("org.apache.camel");
        Level before = logger.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("route.yaml", route));
            assertThat(camel.getRouteDefinitions()).isNotEmpty();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)
                        || line.getFormattedMessage().contains("compact notation"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
