package io.camelcognigy.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Where the routes come from, unless {@code camel.main.routes-include-pattern} says it: from the folder {@code routes}
 * in the working directory, so that they can be changed; where there is none, from the jar.
 */
public final class RoutesLocation implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final String PROPERTY = "camel.main.routes-include-pattern";

    private static final Path FOLDER = Path.of("routes");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getEnvironment().containsProperty(PROPERTY)) {
            return;
        }
        String pattern = Files.isDirectory(FOLDER) ? "file:" + FOLDER + "/*.yaml" : inJar();
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource("routes location", Map.of(PROPERTY, pattern)));
    }

    /** By name: a pattern would make Camel unpack every jar in the jar to search it. */
    public static String inJar() {
        try {
            Resource[] routes = new PathMatchingResourcePatternResolver().getResources("classpath:routes/*.yaml");
            return Arrays.stream(routes)
                    .map(route -> "classpath:routes/" + route.getFilename())
                    .collect(Collectors.joining(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
