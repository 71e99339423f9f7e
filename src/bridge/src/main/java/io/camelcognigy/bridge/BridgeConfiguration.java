package io.camelcognigy.bridge;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.ConfigurableEnvironment;

/** The bridge's few beans; what it does is in the routes. */
@Configuration(proxyBeanMethods = false)
class BridgeConfiguration {

    @Bean
    ComponentCustomizer kafkaOptions(ConfigurableEnvironment environment) {
        return new KafkaOptions(environment);
    }

    @Bean
    StartReport startReport(ConfigurableEnvironment environment, CamelContext camel) {
        return new StartReport(environment, camel, System.out);
    }

    @Bean
    @Profile("chat")
    Chat chat(@Value("${kafka.brokers}") String brokers, @Value("${chat.session-key:}") String sessionKey) {
        return new Chat(brokers, sessionKey, System.in, System.out, System.console() != null);
    }

    @Bean
    @ConditionalOnProperty("health.file")
    HealthFile healthFile(@Value("${health.file}") Path file, CamelContext camel) {
        return new HealthFile(camel, file);
    }
}
