package io.camelcognigy.bridge;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * {@code camel.component.kafka.*}, such as {@code security-protocol} and {@code sasl-jaas-config}: options of Camel's
 * Kafka component for all routes. Its Spring Boot starter would do that, but adds nothing else the bridge needs.
 */
final class KafkaOptions implements ComponentCustomizer {

    private static final String PREFIX = "camel.component.kafka";

    private final Environment environment;

    KafkaOptions(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof KafkaComponent;
    }

    @Override
    public void configure(String name, Component target) {
        Map<String, Object> options = Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())
                .entrySet()
                .stream()
                .collect(
                        Collectors.toMap(option -> StringHelper.dashToCamelCase(option.getKey()), Map.Entry::getValue));
        PropertyBindingSupport.build()
                .withCamelContext(target.getCamelContext())
                .withTarget(((KafkaComponent) target).getConfiguration())
                .withIgnoreCase(true)
                .withRemoveParameters(true)
                .withProperties(options)
                .bind();
        if (!options.isEmpty()) {
            throw new StartException(
                    "Camel's Kafka component has no option " + PREFIX + "." + String.join(", ", options.keySet()) + ".",
                    "Correct or remove it; the options are those of camel-kafka's documentation.");
        }
    }
}
