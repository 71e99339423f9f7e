package io.camelcognigy.spring;

import io.camelcognigy.CognigyComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Gives {@code cognigy:} its options from {@code camel.component.cognigy.*}, as Camel's own starters do for theirs. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnClass(CamelAutoConfiguration.class)
@EnableConfigurationProperties(CognigyProperties.class)
public class CognigyAutoConfiguration {

    @Bean
    ComponentCustomizer cognigyOptions(CognigyProperties properties) {
        return ComponentCustomizer.builder(CognigyComponent.class).build(component -> {
            component.setConfiguration(properties.copy());
            component.setUseGlobalSslContextParameters(properties.isUseGlobalSslContextParameters());
        });
    }
}
