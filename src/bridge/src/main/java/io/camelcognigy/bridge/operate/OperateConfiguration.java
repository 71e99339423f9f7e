package io.camelcognigy.bridge.operate;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
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
        return new HealthWatch(camel, roads::paused, listeners.orderedStream().toList());
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
            LoggingSystem logging,
            ObjectProvider<PortAddition> additions) {
        Map<String, OperateServer.Handler> handlers = new HashMap<>();
        additions.forEach(addition -> handlers.put(addition.name(), addition::answer));
        handlers.put("health", new HealthAnswers(watch::health, settings.readyNeeds()));
        handlers.put("metrics", metrics);
        handlers.put("sessions", new SessionAnswers(() -> cognigy(camel), settings.showSessionKeys()));
        handlers.put("roads", new RoadAnswers(roads));
        handlers.put("dead-letters", new DeadLetterAnswers(() -> deadLetters(camel)));
        handlers.put("loggers", new Loggers(logging));
        return OperateServer.start(settings.address(), settings.port(), settings.token(), handlers);
    }

    /** Also of roads that are paused: what is sent again then waits with the other inputs. */
    private static Map<String, DeadLetterStore> deadLetters(CamelContext camel) {
        Map<String, DeadLetterStore> stores = new TreeMap<>();
        for (Route route : camel.getRoutes()) {
            if (route.getConsumer() instanceof DeadLetterRoad road) {
                road.deadLetters().ifPresent(store -> stores.put(road.road(), store));
            }
        }
        return stores;
    }

    private static Optional<CognigyComponent> cognigy(CamelContext camel) {
        return Optional.ofNullable(camel.hasComponent("cognigy")).map(CognigyComponent.class::cast);
    }
}
