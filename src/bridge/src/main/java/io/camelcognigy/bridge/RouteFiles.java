package io.camelcognigy.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The text of the routes that will run, read before they do: a road that no route uses needs no server. */
public final class RouteFiles {

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");
    private static final Pattern AGENT = Pattern.compile(
            "\\buri:\\s*[\"']?cognigy:((?:\\{\\{[^}]+}}|[\\w.-])+)|\\ballowedAgents\\s*[:=]\\s*[\"']?([^\"'&\\n]+)");
    private static final Pattern CHAT_KAFKA = Pattern.compile("\\bchat-kafka:((?:\\{\\{[^}]+}}|[\\w.,-])+)");
    private static final Pattern DEAD_LETTER =
            Pattern.compile("\\bdeadLetter\\s*[:=]\\s*[\"']?((?:\\{\\{[^}]+}}|[\\w.-])+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}:]+)(?::([^}]*))?}}");

    private static final Pattern ENDPOINT = Pattern.compile("\\b(?:endpointUrl|serverUrl)\\s*[:=]");

    private final List<String> texts = new ArrayList<>();
    private final Environment environment;

    /** @throws StartException where a pattern names no file */
    public RouteFiles(Environment environment) {
        this.environment = environment;
        String patterns = environment.getProperty(RoutesLocation.PROPERTY, "");
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (String pattern : patterns.split(",")) {
            if (!pattern.isBlank() && !pattern.strip().equals("false")) {
                read(pattern.strip(), resolver);
            }
        }
    }

    private void read(String pattern, PathMatchingResourcePatternResolver resolver) {
        int before = texts.size();
        try {
            for (Resource file : resolver.getResources(pattern)) {
                if (file.isReadable()) {
                    texts.add(COMMENT.matcher(file.getContentAsString(StandardCharsets.UTF_8))
                            .replaceAll(""));
                }
            }
        } catch (IOException e) {
            throw noRoutes(pattern, e);
        }
        if (texts.size() == before) {
            throw noRoutes(pattern, null);
        }
    }

    private static StartException noRoutes(String pattern, IOException cause) {
        return new StartException(
                "There are no routes at " + pattern + ".",
                "Put the files of the roads there, as they are in the folder routes of the distribution, or let "
                        + RoutesLocation.PROPERTY + " say where they are.",
                cause);
    }

    /** Whether a URI with this scheme, such as {@code kafka:}, stands in one of them. */
    public boolean use(String scheme) {
        Pattern uri = Pattern.compile("\\buri:\\s*[\"']?" + Pattern.quote(scheme));
        return texts.stream().anyMatch(text -> uri.matcher(text).find());
    }

    /** Whether one of them takes the value of that setting. */
    public boolean refersTo(String setting) {
        Pattern value = Pattern.compile("\\{\\{\\??" + Pattern.quote(setting) + "(?:}}|:)");
        return texts.stream().anyMatch(text -> value.matcher(text).find());
    }

    /** Whether they say themselves where an Endpoint is. */
    boolean bringEndpoint() {
        return texts.stream().anyMatch(text -> ENDPOINT.matcher(text).find());
    }

    /** The names of the agents that they talk to, as far as they or settings name them. */
    public Set<String> agents() {
        Set<String> agents = new TreeSet<>();
        for (String text : texts) {
            Matcher agent = AGENT.matcher(text);
            while (agent.find()) {
                String names = agent.group(1) == null ? agent.group(2) : agent.group(1);
                Arrays.stream(resolved(names).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .forEach(agents::add);
            }
        }
        return agents;
    }

    /** The topics that the Kafka roads of these files read and write, as far as they or settings name them. */
    public Set<String> topics() {
        Set<String> topics = new TreeSet<>();
        for (String text : texts) {
            if (CHAT_KAFKA.matcher(text).find()) {
                addTo(topics, CHAT_KAFKA.matcher(text));
                addTo(topics, DEAD_LETTER.matcher(text));
            }
        }
        return topics;
    }

    private void addTo(Set<String> topics, Matcher names) {
        while (names.find()) {
            Arrays.stream(resolved(names.group(1)).split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(topics::add);
        }
    }

    private String resolved(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(setting -> Matcher.quoteReplacement(
                        environment.getProperty(setting.group(1), setting.group(2) == null ? "" : setting.group(2))));
    }
}
