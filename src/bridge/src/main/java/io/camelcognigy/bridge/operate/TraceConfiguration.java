package io.camelcognigy.bridge.operate;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Where a collector is named, the component and the roads find an OpenTelemetry, and trace. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${otel.exporter.otlp.endpoint}' != ''")
class TraceConfiguration {

    private static final String PREFIX = "otel.";

    /** Sends spans in batches, by a thread of its own; what a collector does not take is dropped. */
    @Bean(destroyMethod = "close")
    OpenTelemetrySdk openTelemetry(ConfigurableEnvironment environment) {
        return AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name", environment.getProperty("spring.application.name", "camel-cognigy"),
                        "otel.exporter.otlp.protocol", "http/protobuf",
                        // Metrics are read from the port, and the log goes where it goes.
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
                .addPropertiesCustomizer(sdk -> settings(environment))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }

    /** Those of the environment variables the SDK reads itself. */
    private static Map<String, String> settings(ConfigurableEnvironment environment) {
        Map<String, String> settings = new HashMap<>();
        environment.getPropertySources().forEach(source -> {
            if (source instanceof EnumerablePropertySource<?> known) {
                for (String name : known.getPropertyNames()) {
                    if (name.startsWith(PREFIX)) {
                        settings.put(name, environment.getProperty(name));
                    }
                }
            }
        });
        return settings;
    }
}
