package io.camelcognigy.bridge;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Refuses settings below the bridge's prefixes that do not exist, and values that are not of the setting's type: a misspelt
 * setting must not have the same effect as none.
 */
final class KnownSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Others put their things there, too: Kubernetes, for one, {@code KAFKA_SERVICE_HOST} for a service "kafka". */
    private static final Set<String> SHARED = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    /** Each with the name of an agent; checked by {@link #checkAgents}, and by the component. */
    private static final List<String> AGENTS = List.of(AgentSettings.PREFIX, "camel.component.cognigy.agents.");

    /** Names of others: {@link JmsOptions} checks them. */
    private static final String CLIENTS = "jms.connection-factory.properties.";

    private static final String OURS = "class path resource [application.yaml]";

    private final SettingNames names = SettingNames.load(KnownSettings.class.getClassLoader());
    private final ConversionService conversion = ApplicationConversionService.getSharedInstance();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        for (PropertySource<?> source : environment.getPropertySources()) {
            // Our own file need not be checked at each start: a test does.
            if (source instanceof EnumerablePropertySource<?> settings
                    && !source.getName().contains(OURS)) {
                for (String name : settings.getPropertyNames()) {
                    if (SHARED.contains(source.getName())) {
                        checkShared(name);
                    } else {
                        check(name);
                    }
                }
            }
        }
        names.types().forEach((name, type) -> checkValue(name, name, type, value(environment, name)));
        checkAgents(AgentSettings.of(environment));
    }

    /** Their options are those of all agents, and so are the values. */
    private void checkAgents(AgentSettings agents) {
        for (String agent : agents.names()) {
            agents.of(agent).forEach((option, value) -> {
                String ofAll = "camel.component.cognigy." + StringHelper.camelCaseToDash(option);
                String type = names.types().get(ofAll);
                if (type != null) {
                    checkValue(AgentSettings.setting(agent, option), ofAll, type, value);
                }
            });
        }
    }

    private void check(String name) {
        if (SettingNames.PREFIXES.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith)
                || names.knows(name)
                || name.startsWith(CLIENTS)
                || AGENTS.stream().anyMatch(name::startsWith)) {
            return;
        }
        throw new StartException("There is no setting " + name + ".", advice(name));
    }

    private String advice(String name) {
        String others = names.siblings(name);
        if (others.isEmpty()) {
            // embedded.*, with no demonstration around the bridge.
            return "Remove it: the bridge brings no servers along; only ./mvnw spring-boot:run does.";
        }
        return names.nearest(name)
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("Remove it; there are " + others + ".");
    }

    private void checkShared(String variable) {
        String name = variable.toLowerCase(Locale.ROOT).replace('_', '.');
        if (SettingNames.PREFIXES.stream().noneMatch(name::startsWith)
                || variable.startsWith(AgentSettings.VARIABLES)
                || names.knowsVariable(variable)) {
            return;
        }
        names.nearlyVariable(variable).ifPresent(nearest -> {
            throw new StartException(
                    "The environment has " + variable + ", which is no setting.",
                    "Did you mean "
                            + nearest.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "_")
                            + "? Rename or remove it.");
        });
    }

    private static String value(ConfigurableEnvironment environment, String name) {
        try {
            return environment.getProperty(name, "").strip();
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "The setting " + name + " refers to another value that is not set: " + e.getMessage() + ".",
                    "Set that value, or correct the reference.");
        }
    }

    /** @param as the setting whose kind of value it is */
    private void checkValue(String name, String as, String type, String value) {
        // A reference to a bean, or none.
        if (value.isEmpty() || value.startsWith("#")) {
            return;
        }
        List<String> choices = names.choices(as);
        if (!choices.isEmpty() && choices.stream().noneMatch(value::equalsIgnoreCase)) {
            throw unusable(name, value, "one of " + String.join(", ", choices));
        }
        Class<?> wanted = ClassUtils.resolveClassName(boxed(type), KnownSettings.class.getClassLoader());
        if (wanted == Duration.class) {
            try {
                Durations.parse(value);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw unusable(name, value, "a duration with its unit, such as 500ms, 30s, 5m or 1h30m");
            }
        } else if (wanted == Boolean.class || wanted == DataSize.class || Number.class.isAssignableFrom(wanted)) {
            convert(name, value, wanted, EXPECTED.getOrDefault(wanted, "a number"));
        } else if (wanted.isEnum()) {
            convert(
                    name,
                    value,
                    wanted,
                    "one of "
                            + Arrays.stream(wanted.getEnumConstants())
                                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            Boolean.class, "true or false", DataSize.class, "a size, such as 25MB", Integer.class, "a whole number");

    private void convert(String name, String value, Class<?> wanted, String expected) {
        try {
            conversion.convert(value, wanted);
        } catch (ConversionException e) {
            throw unusable(name, value, expected);
        }
    }

    private static StartException unusable(String name, String value, String expected) {
        return new StartException("The setting " + name + "=" + value + " is unusable.", "Set it to " + expected + ".");
    }

    private static String boxed(String type) {
        int generics = type.indexOf('<');
        return generics < 0 ? type : type.substring(0, generics);
    }
}
