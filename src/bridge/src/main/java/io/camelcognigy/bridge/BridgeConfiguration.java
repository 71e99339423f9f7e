package io.camelcognigy.bridge;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.bridge.operate.HealthListener;
import io.camelcognigy.bridge.operate.OperateServer;
import io.camelcognigy.road.FatalErrorHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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

    /** After that of the starter, which gives the component the options of all agents. */
    @Bean
    ComponentCustomizer agents(ConfigurableEnvironment environment) {
        return ComponentCustomizer.builder(CognigyComponent.class)
                .build(component ->
                        AgentSettings.of(environment).applyTo(component, RequiredSettings.endpointOfAll(environment)));
    }

    @Bean
    @ConditionalOnExpression("'${health.file}' != ''")
    HealthListener healthFile(Settings.Health health) {
        return new HealthFile(Path.of(health.file()), Clock.systemUTC());
    }

    @Bean
    @Profile("!chat")
    HealthListener startReport(
            ConfigurableEnvironment environment,
            CamelContext camel,
            ObjectProvider<Surroundings> surroundings,
            ObjectProvider<OperateServer> port) {
        return new StartReport(
                environment,
                camel,
                surroundings.getIfAvailable(),
                () -> port.getObject().url(),
                System.out,
                Clock.systemUTC());
    }

    @Bean
    FatalErrorHandler fatalErrorHandler() {
        return new EndOfProcess(status -> Runtime.getRuntime().halt(status));
    }

    @Bean
    @Profile("chat")
    Chat chat(CamelContext camel, Settings.Kafka kafka, Settings.Chat chat) {
        Chat.Place place = new Chat.Place(clients(camel, kafka), kafka.input(), kafka.output(), kafka.deadLetter());
        return new Chat(place, chat.sessionKey(), System.in, System.out, System.console() != null);
    }

    /** As those of the road: who needs TLS and a password there needs them here. */
    static Map<String, Object> clients(CamelContext camel, Settings.Kafka kafka) {
        KafkaConfiguration configuration = camel.getComponent("kafka", KafkaComponent.class)
                .getConfiguration()
                .copy();
        configuration.setBrokers(kafka.brokers());
        Properties properties = configuration.createConsumerProperties();
        properties.putAll(configuration.createProducerProperties());
        Map<String, Object> clients = new HashMap<>();
        properties.forEach((name, value) -> clients.put(name.toString(), value));
        // Camel leaves them out of these properties.
        clients.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.brokers());
        // Answers come to it alone, at the keys it asks with.
        clients.remove(ConsumerConfig.GROUP_ID_CONFIG);
        clients.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return clients;
    }
}
