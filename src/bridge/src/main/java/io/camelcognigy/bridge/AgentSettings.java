package io.camelcognigy.bridge;

import io.camelcognigy.AgentConfiguration;
import io.camelcognigy.CognigyComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The agents that the settings list: {@code cognigy.agents.<name>.<option>}, with every option that an agent has. What an
 * agent does not say, {@code camel.component.cognigy.*} says for all. Immutable.
 */
final class AgentSettings {

    static final String PREFIX = "cognigy.agents.";
    static final String VARIABLES = "COGNIGY_AGENTS_";
    /** The one whose Endpoint {@code cognigy.endpoint-url} is, where others are listed. */
    static final String DEFAULT = "support";

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("cognigy.agents");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");
    private static final String HEADERS = "request-headers";

    /** The options there are, by their letters: as Java spells them. */
    private static final Map<String, String> OPTIONS = options();

    /** Agent to option, as Java spells it, to value. */
    private final Map<String, Map<String, String>> agents;

    private AgentSettings(Map<String, Map<String, String>> agents) {
        this.agents = agents;
    }

    /** @throws StartException where a name or an option cannot be */
    static AgentSettings of(ConfigurableEnvironment environment) {
        Map<String, Map<String, String>> agents = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource settings) {
                settings.filter(ROOT::isAncestorOf).stream().forEach(name -> {
                    Object value = settings.getConfigurationProperty(name).getValue();
                    // The first source that has it counts, as everywhere.
                    agents.computeIfAbsent(agent(name), any -> new LinkedHashMap<>())
                            .putIfAbsent(option(name), environment.resolveRequiredPlaceholders(String.valueOf(value)));
                });
            }
        }
        agents.values().forEach(options -> options.values().removeIf(String::isBlank));
        return new AgentSettings(Collections.unmodifiableMap(agents));
    }

    Set<String> names() {
        return agents.keySet();
    }

    /** The options that an agent has, as Java spells them, and their values. */
    Map<String, String> of(String agent) {
        return Collections.unmodifiableMap(agents.getOrDefault(agent, Map.of()));
    }

    /** What an option of an agent is called in the settings. */
    static String setting(String agent, String option) {
        return PREFIX + agent + "." + StringHelper.camelCaseToDash(option);
    }

    boolean hasAddress(String agent) {
        Map<String, String> options = of(agent);
        return options.containsKey("endpointUrl")
                || options.containsKey("serverUrl") && options.containsKey("urlToken");
    }

    /** @param support whether {@code cognigy.endpoint-url} says where {@link #DEFAULT} is */
    void applyTo(CognigyComponent component, boolean support) {
        agents.forEach((name, options) -> {
            AgentConfiguration agent = component.getAgents().computeIfAbsent(name, any -> new AgentConfiguration());
            PropertyBindingSupport.build()
                    .withCamelContext(component.getCamelContext())
                    .withTarget(agent)
                    .withMandatory(true)
                    .withProperties(new LinkedHashMap<>(options))
                    .bind();
        });
        if (support && !agents.isEmpty()) {
            component.getAgents().computeIfAbsent(DEFAULT, any -> new AgentConfiguration());
        }
    }

    private static String agent(ConfigurationPropertyName setting) {
        String name = setting.getElement(2, Form.ORIGINAL);
        if (!NAME.matcher(name).matches() || setting.getNumberOfElements() < 4) {
            throw new StartException(
                    "The setting " + setting + " names no option of an agent.",
                    "Write " + PREFIX + "<name>.<option>; a name has letters, digits, - and _.");
        }
        return name;
    }

    private static String option(ConfigurationPropertyName setting) {
        StringBuilder words = new StringBuilder();
        for (int i = 3; i < setting.getNumberOfElements(); i++) {
            words.append(words.isEmpty() ? "" : "-").append(setting.getElement(i, Form.ORIGINAL));
        }
        String headers = setting.getElement(3, Form.UNIFORM);
        if (headers.equals("requestheaders") && setting.getNumberOfElements() == 5) {
            return "requestHeaders[" + setting.getElement(4, Form.ORIGINAL) + "]";
        }
        String option = OPTIONS.get(letters(words.toString()));
        if (option == null) {
            String agent = PREFIX + setting.getElement(2, Form.ORIGINAL) + ".";
            Set<String> known = new TreeSet<>();
            OPTIONS.values().forEach(name -> known.add(StringHelper.camelCaseToDash(name)));
            known.add(HEADERS);
            throw new StartException(
                    "There is no setting " + agent + words + ".",
                    SettingNames.nearest(words.toString(), known, 3)
                            .map(nearest -> "Did you mean " + agent + nearest + "?")
                            .orElse("The options of an agent are " + String.join(", ", known) + "."));
        }
        return option;
    }

    private static Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        Arrays.stream(BeanUtils.getPropertyDescriptors(AgentConfiguration.class))
                .filter(option -> option.getWriteMethod() != null)
                .forEach(option -> options.put(letters(option.getName()), option.getName()));
        options.remove("requestheaders");
        return options;
    }

    private static String letters(String option) {
        return option.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
