package io.camelcognigy.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The text of the routes that will run, read before they do: a road that no route uses needs no server. */
public final class RouteFiles {

    private final List<String> texts = new ArrayList<>();

    public RouteFiles(Environment environment) {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        try {
            for (String pattern :
                    environment.getProperty(RoutesLocation.PROPERTY, "").split(",")) {
                if (pattern.isBlank()) {
                    continue;
                }
                for (Resource file : resolver.getResources(pattern.strip())) {
                    if (file.isReadable()) {
                        texts.add(file.getContentAsString(StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            // Camel says better what is wrong with the pattern; until then no road is known to be used.
            texts.clear();
        }
    }

    /** Whether a URI with this scheme, such as {@code kafka:}, stands in one of them. */
    public boolean use(String scheme) {
        Pattern uri = Pattern.compile("\\buri:\\s*[\"']?" + Pattern.quote(scheme));
        return texts.stream().anyMatch(text -> uri.matcher(text).find());
    }
}
