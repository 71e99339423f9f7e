package io.camelcognigy.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.CognigyComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The component's options as the application's properties give them, in all of Spring's spellings. Each option is looked for by
 * its name and bound by Camel, so that values are read as everywhere in Camel: {@code 1m30s}, {@code #bean:name}.
 */
final class ComponentOptions {

    private final Binder binder;
    private final String prefix;

    ComponentOptions(Environment environment, String prefix) {
        this.binder = Binder.get(environment);
        this.prefix = prefix;
    }

    /** @throws org.apache.camel.PropertyBindingException naming an option whose value cannot be taken */
    void applyTo(CognigyComponent component) {
        CamelContext camel = component.getCamelContext();
        Map<String, Object> given = new LinkedHashMap<>();
        options().forEach((name, metadata) -> {
            String option = StringHelper.camelCaseToDash(name);
            if (metadata.path("javaType").asText().startsWith("java.util.Map")) {
                binder.bind(prefix + "." + option, Bindable.mapOf(String.class, Object.class))
                        .ifBound(map -> given.put(name, name.equals("agents") ? agents(map) : map));
            } else {
                binder.bind(prefix + "." + option, String.class)
                        // Blank as of a placeholder for a variable that is not set.
                        .ifBound(value -> given.put(option, value));
            }
        });
        given.values().removeIf(value -> value instanceof String text && text.isBlank());
        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(component)
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withFlattenProperties(true)
                .withIgnoreCase(true)
                .withReflection(false)
                .withMandatory(true)
                .withProperties(given)
                .bind();
    }

    /** As the component's own metadata list them. */
    /** Agents by name, each with its options as Camel spells them: on its way into a map it knows no dashes. */
    private static Map<String, Object> agents(Map<String, Object> agents) {
        Map<String, Object> spelt = new LinkedHashMap<>();
        agents.forEach((agent, options) -> {
            Map<String, Object> its = new LinkedHashMap<>();
            if (options instanceof Map<?, ?> given) {
                given.forEach((option, value) -> its.put(StringHelper.dashToCamelCase(String.valueOf(option)), value));
            }
            its.values().removeIf(value -> value instanceof String text && text.isBlank());
            spelt.put(agent, its);
        });
        return spelt;
    }

    private static Map<String, JsonNode> options() {
        try (InputStream json = CognigyComponent.class.getResourceAsStream("/META-INF/io/camelcognigy/cognigy.json")) {
            Map<String, JsonNode> options = new LinkedHashMap<>();
            new ObjectMapper()
                    .readTree(json)
                    .get("componentProperties")
                    .properties()
                    .forEach(option -> options.put(option.getKey(), option.getValue()));
            return options;
        } catch (IOException e) {
            throw new UncheckedIOException("camel-cognigy without its metadata", e);
        }
    }
}
