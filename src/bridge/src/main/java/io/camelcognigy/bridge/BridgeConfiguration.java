package io.camelcognigy.bridge;

import io.camelcognigy.bridge.operate.HealthListener;
import io.camelcognigy.road.FatalErrorHandler;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
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
    @ConditionalOnExpression("'${health.file}' != ''")
    HealthListener healthFile(Settings.Health health) {
        return new HealthFile(Path.of(health.file()), Clock.systemUTC());
    }

    @Bean
    @Profile("!chat")
    HealthListener startReport(
            ConfigurableEnvironment environment, CamelContext camel, ObjectProvider<Surroundings> surroundings) {
        return new StartReport(environment, camel, surroundings.getIfAvailable(), System.out, Clock.systemUTC());
    }

    @Bean
    FatalErrorHandler fatalErrorHandler() {
        return new EndOfProcess(status -> Runtime.getRuntime().halt(status));
    }

    @Bean
    @Profile("chat")
    Chat chat(Settings.Kafka kafka, Settings.Chat chat) {
        return new Chat(kafka.brokers(), chat.sessionKey(), System.in, System.out, System.console() != null);
    }
}
