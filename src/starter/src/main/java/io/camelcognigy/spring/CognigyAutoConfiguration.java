package io.camelcognigy.spring;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.kafka.KafkaRouteCheck;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Gives {@code cognigy:} its options from {@code camel.component.cognigy.*}, as Camel's own starters do for theirs:
 * {@code camel.component.cognigy.enabled=false} leaves this out, {@code camel.component.cognigy.customizer.enabled=false}
 * leaves the component as it is.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.cognigy"})
public class CognigyAutoConfiguration {

    @Lazy
    @Bean
    ComponentCustomizer cognigyOptions(ApplicationContext application) {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component target) {
                new ComponentOptions(application.getEnvironment(), "camel.component.cognigy")
                        .applyTo((CognigyComponent) target);
            }

            @Override
            public boolean isEnabled(String name, Component target) {
                return target instanceof CognigyComponent
                        && HierarchicalPropertiesEvaluator.evaluate(
                                application, "camel.component.customizer", "camel.component.cognigy.customizer");
            }
        };
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
