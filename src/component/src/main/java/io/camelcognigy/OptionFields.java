package io.camelcognigy;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.UriParam;
import org.apache.camel.util.StringHelper;

/** The options as they are declared: each once, as an annotated field, so that no list of their names has to be kept. */
final class OptionFields {

    static final List<Field> OF_AGENT = declaredIn(AgentConfiguration.class);
    static final List<Field> OF_ENDPOINT = declaredIn(CognigyConfiguration.class);

    /** As Camel writes durations; what it does not know it takes for 0. */
    private static final Pattern DURATION = Pattern.compile(
            "\\d+|(?=\\d)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?|P.+|\\d+ms", Pattern.CASE_INSENSITIVE);

    private OptionFields() {}

    private static List<Field> declaredIn(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(UriParam.class))
                .peek(field -> field.setAccessible(true))
                .toList();
    }

    private static Stream<Field> all() {
        return Stream.concat(OF_AGENT.stream(), OF_ENDPOINT.stream());
    }

    static String defaultOf(Field option) {
        return option.getAnnotation(UriParam.class).defaultValue();
    }

    /** What those are called on a URI that must be shown nowhere; one with a prefix by its prefix. */
    static List<String> secrets() {
        return all().filter(option -> option.getAnnotation(UriParam.class).secret())
                .map(option -> {
                    String prefix = option.getAnnotation(UriParam.class).prefix();
                    return prefix.isEmpty() ? option.getName() : prefix;
                })
                .toList();
    }

    /** The names of those that only a {@code producer} has, or only a {@code consumer}. */
    static List<String> ofSide(String side) {
        return OF_ENDPOINT.stream()
                .filter(option -> option.getAnnotation(UriParam.class).label().contains(side))
                .map(Field::getName)
                .toList();
    }

    /** @throws IllegalArgumentException naming an option whose value is no duration */
    static void refuseWhatIsNoDuration(Map<String, Object> parameters) {
        parameters.forEach((name, value) -> {
            String option = StringHelper.dashToCamelCase(name);
            boolean wrong = value instanceof String text
                    && !text.startsWith("#")
                    && !DURATION.matcher(text.strip()).matches()
                    && all().anyMatch(field ->
                            field.getType() == Duration.class && field.getName().equals(option));
            if (wrong) {
                throw new IllegalArgumentException(
                        option + " is no duration: " + value + "; write it as 90s, 1m30s, 500ms or PT1M30S");
            }
        });
    }

    static Object get(Field option, Object of) {
        try {
            return option.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static void set(Field option, Object of, Object value) {
        try {
            option.set(of, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
