package io.camelcognigy.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All settings there are below the bridge's prefixes, and their types. They are read from what Spring's annotation processor
 * writes of each {@code @ConfigurationProperties} class, ours and the component's: these classes are the list.
 */
final class SettingNames {

    /** What begins like this is ours, so that what is not known there is a mistake. */
    static final List<String> PREFIXES = List.of(
            "cognigy.",
            "kafka.",
            "jms.",
            "mail.",
            "chat.",
            "embedded.",
            "operate.",
            "register.",
            "health.",
            "camel.component.cognigy.");

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    /** Name to type, such as {@code java.time.Duration}. */
    private final Map<String, String> types;
    /** Spring takes {@code turnTimeout} and {@code turn_timeout} for {@code turn-timeout}; so do we. */
    private final Map<String, String> byLetters;

    /** Of those that take one of a few words. */
    private final Map<String, List<String>> choices;

    private SettingNames(Map<String, String> types, Map<String, List<String>> choices) {
        this.types = Collections.unmodifiableMap(types);
        this.choices = choices;
        this.byLetters = types.keySet().stream().collect(Collectors.toMap(SettingNames::letters, name -> name));
    }

    static SettingNames load(ClassLoader loader) {
        Map<String, String> types = new TreeMap<>();
        Map<String, List<String>> choices = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        try {
            for (URL metadata : Collections.list(loader.getResources(METADATA))) {
                try (InputStream in = metadata.openStream()) {
                    JsonNode all = json.readTree(in);
                    for (JsonNode hint : all.path("hints")) {
                        choices.put(
                                hint.path("name").asText(), hint.path("values").findValuesAsText("value"));
                    }
                    for (JsonNode property : all.path("properties")) {
                        String name = property.path("name").asText();
                        if (PREFIXES.stream().anyMatch(name::startsWith)) {
                            types.put(name, property.path("type").asText());
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SettingNames(types, choices);
    }

    Map<String, String> types() {
        return types;
    }

    /** The words that it may be; empty: others, too. */
    List<String> choices(String name) {
        return choices.getOrDefault(name, List.of());
    }

    /** However its words are joined. */
    boolean knows(String name) {
        return byLetters.containsKey(letters(name));
    }

    /** The same for a variable of the environment, where a dot is an underscore, too. */
    boolean knowsVariable(String variable) {
        String wanted = letters(variable).replace(".", "");
        return byLetters.keySet().stream()
                .anyMatch(known -> known.replace(".", "").equals(wanted));
    }

    /** The one that was probably meant: the same last part below another prefix counts, too. */
    Optional<String> nearest(String name) {
        return nearest(name, types.keySet(), 3);
    }

    /** One letter off, or two in a long name: more is somebody else's variable. */
    Optional<String> nearlyVariable(String variable) {
        String wanted = letters(variable).replace(".", "");
        return types.keySet().stream()
                .filter(known -> distance(letters(known).replace(".", ""), wanted) <= (wanted.length() > 8 ? 2 : 1))
                .findFirst();
    }

    /** @param names of which the nearest is looked for, with dots */
    static Optional<String> nearest(String name, Collection<String> names, int most) {
        return names.stream()
                .min(Comparator.comparingInt(known -> distanceOfNames(known, name)))
                .filter(known -> distanceOfNames(known, name) <= most);
    }

    /** Those below the same prefix, without it. */
    String siblings(String name) {
        String prefix = PREFIXES.stream().filter(name::startsWith).findFirst().orElse("");
        return types.keySet().stream()
                .filter(known -> known.startsWith(prefix))
                .map(known -> known.substring(prefix.length()))
                .collect(Collectors.joining(", "));
    }

    private static int distanceOfNames(String a, String b) {
        String left = letters(a);
        String right = letters(b);
        int leftEnd = left.lastIndexOf('.') + 1;
        int rightEnd = right.lastIndexOf('.') + 1;
        int elsewhere = left.substring(0, leftEnd).equals(right.substring(0, rightEnd)) ? 0 : 1;
        return distance(left.substring(leftEnd), right.substring(rightEnd)) + elsewhere;
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
    }

    /** Levenshtein's: how many letters must be put in, taken away or changed. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }
}
