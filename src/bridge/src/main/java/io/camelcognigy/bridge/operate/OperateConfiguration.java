package io.camelcognigy.bridge.operate;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.kafka.ChatKafkaComponent;
import io.camelcognigy.kafka.DeadLetterStore;
import io.camelcognigy.session.AgentSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What sees and steers the bridge, and the port for it. */
@Configuration(proxyBeanMethods = false)
public class OperateConfiguration {

    @Bean
    Roads roads(CamelContext camel, OperateSettings settings) throws IOException {
        String file = settings.stateFile();
        return new Roads(camel, new PausedRoads(file == null || file.isBlank() ? null : Path.of(file)));
    }

    @Bean
    HealthWatch healthWatch(CamelContext camel, Roads roads, ObjectProvider<HealthListener> listeners) {
        return new HealthWatch(camel, roads::isPaused, listeners.orderedStream().toList());
    }

    @Bean
    PrometheusMeterRegistry meterRegistry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean
    RoadInputs roadInputs(MeterRegistry meters) {
        return new RoadInputs(meters);
    }

    @Bean
    DeadLetterCount deadLetterCount(MeterRegistry meters) {
        return new DeadLetterCount(meters);
    }

    @Bean
    Metrics metrics(
            PrometheusMeterRegistry registry,
            CamelContext camel,
            HealthWatch watch,
            Roads roads,
            ObjectProvider<BuildProperties> build) {
        return new Metrics(
                registry,
                new RoadNumbers(camel, registry, Clock.systemUTC()),
                watch::health,
                roads,
                build.stream().map(BuildProperties::getVersion).findFirst().orElse("unknown"));
    }

    @Bean
    OperateServer operateServer(
            OperateSettings settings,
            CamelContext camel,
            HealthWatch watch,
            Roads roads,
            Metrics metrics,
            LoggingSystem logging) {
        Supplier<Health> health = watch::health;
        return OperateServer.start(
                settings.address(),
                settings.port(),
                settings.token(),
                Map.of(
                        "health", new HealthAnswers(health, settings.readyNeeds()),
                        "metrics", metrics,
                        "sessions", new SessionAnswers(() -> agents(camel)),
                        "roads", new RoadAnswers(roads),
                        "dead-letters", new DeadLetterAnswers(() -> deadLetters(camel)),
                        "loggers", new Loggers(logging)));
    }

    private static Map<String, DeadLetterStore> deadLetters(CamelContext camel) {
        Map<String, DeadLetterStore> stores = new TreeMap<>();
        if (camel.hasComponent("chat-kafka") instanceof ChatKafkaComponent kafka) {
            kafka.roads().forEach(road -> road.deadLetters().ifPresent(store -> stores.put(road.road(), store)));
        }
        return stores;
    }

    private static List<AgentSnapshot> agents(CamelContext camel) {
        return camel.hasComponent("cognigy") instanceof CognigyComponent cognigy ? cognigy.agentSnapshots() : List.of();
    }
}
