package io.camelcognigy.bridge;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.utils.Utils;
import org.springframework.beans.BeanUtils;
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
        options.keySet().stream().findFirst().ifPresent(KafkaOptions::refuse);
        check(((KafkaComponent) target).getConfiguration());
    }

    private static void refuse(String option) {
        List<String> all = Arrays.stream(BeanUtils.getPropertyDescriptors(KafkaConfiguration.class))
                .map(property -> PREFIX + "." + StringHelper.camelCaseToDash(property.getName()))
                .toList();
        String name = PREFIX + "." + StringHelper.camelCaseToDash(option);
        throw new StartException(
                "There is no setting " + name + ".",
                SettingNames.nearest(name, all, 3)
                        .map(nearest -> "Did you mean " + nearest + "?")
                        .orElse("The options are those of camel-kafka's documentation."));
    }

    /** What Kafka's clients would say much later, and only some of them loudly. */
    private static void check(KafkaConfiguration configuration) {
        check(ConsumerConfig.configDef(), configuration.createConsumerProperties());
        check(ProducerConfig.configDef(), configuration.createProducerProperties());
    }

    private static void check(ConfigDef known, Properties properties) {
        for (ConfigValue value : known.validate(Utils.propsToStringMap(properties))) {
            if (properties.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
                throw new StartException(
                        "The setting " + PREFIX + "." + value.name().replace('.', '-') + " is unusable: "
                                + value.errorMessages().get(0).replaceAll("\\.$", "") + ".",
                        "Correct it.");
            }
        }
    }
}
