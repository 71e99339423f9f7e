package io.camelcognigy.spring;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.kafka.KafkaRouteCheck;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(KafkaConsumer.class)
    static class Kafka {

        @Bean
        CamelContextConfiguration cognigyKafkaRouteCheck() {
            return new CamelContextConfiguration() {
                @Override
                public void beforeApplicationStart(CamelContext context) {
                    KafkaRouteCheck.addTo(context);
                }

                @Override
                public void afterApplicationStart(CamelContext context) {}
            };
        }
    }
}
