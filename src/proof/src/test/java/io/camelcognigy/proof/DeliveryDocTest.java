package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the documentation names exist, and every promise names one. */
class DeliveryDocTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern NUMBER = Pattern.compile("(?m)^\\*\\*(\\d+)\\. ");
    private static final Pattern PROMISE = Pattern.compile("(?ms)^\\*\\*\\d+\\. .*?(?=^\\*\\*\\d+\\. |^## )");

    @Test
    void thePromisesAreNumberedWithoutAGap() throws IOException {
        String page = Files.readString(Path.of("docs", "delivery.md"));

        assertThat(NUMBER.matcher(page).results().map(result -> Integer.parseInt(result.group(1))))
                .isNotEmpty()
                .containsExactlyElementsOf(IntStream.rangeClosed(
                                1, (int) NUMBER.matcher(page).results().count())
                        .boxed()
                        .toList());
    }

    @Test
    void everyPromiseNamesTestsThatExist() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        String page = Files.readString(Path.of("docs", "delivery.md"));

        assertThat(PROMISE.matcher(page).results().map(result -> result.group()))
                .isNotEmpty()
                .allSatisfy(
                        promise -> assertThat(TEST.matcher(promise).results().map(result -> result.group(1)))
                                .isNotEmpty()
                                .allSatisfy(test -> assertThat(tests).contains(test)));
    }
}
