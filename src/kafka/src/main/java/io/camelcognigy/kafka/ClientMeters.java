package io.camelcognigy.kafka;

import io.camelcognigy.observe.AgentMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Of the metrics that a Kafka client has of itself, those that operators look at, in the application's meter registry under the names
 * that Micrometer gives them. Kafka makes one for each client, and closes it with the client. Only what a client has as a whole: what
 * it has for each topic, it has twice where the topic's name has a dot.
 */
public final class ClientMeters implements MetricsReporter {

    private static final String REGISTRY = "camel.cognigy.meter.registry";
    private static final Set<String> CLIENT = Set.of("client-id");

    private static final Map<String, Set<String>> SHOWN = Map.of(
            "consumer-metrics", Set.of("connection-count", "failed-authentication-total"),
            "consumer-fetch-manager-metrics", Set.of("records-lag-max", "records-consumed-total", "fetch-latency-avg"),
            "consumer-coordinator-metrics",
                    Set.of(
                            "assigned-partitions",
                            "rebalance-total",
                            "last-heartbeat-seconds-ago",
                            "commit-latency-avg"),
            "producer-metrics",
                    Set.of(
                            "connection-count",
                            "failed-authentication-total",
                            "record-send-total",
                            "record-error-total",
                            "record-retry-total",
                            "request-latency-avg",
                            "buffer-available-bytes"));

    private final Map<MetricName, Meter> meters = new ConcurrentHashMap<>();
    private volatile MeterRegistry registry;

    /** Adds it to a client's properties, beside what reports there already; does nothing without a meter registry. */
    static void addTo(Properties properties, CamelContext camel) {
        if (camel.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") == null) {
            return;
        }
        MeterRegistry registry = AgentMetrics.registry(camel);
        if (registry != null) {
            properties.put(REGISTRY, registry);
            properties.merge(
                    CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                    ClientMeters.class.getName(),
                    (others, own) -> others + "," + own);
        }
    }

    @Override
    public void configure(Map<String, ?> client) {
        registry = (MeterRegistry) client.get(REGISTRY);
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        MetricName name = metric.metricName();
        if (registry != null
                && SHOWN.getOrDefault(name.group(), Set.of()).contains(name.name())
                && name.tags().keySet().equals(CLIENT)) {
            meters.computeIfAbsent(name, any -> meter(metric));
        }
    }

    private Meter meter(KafkaMetric metric) {
        MetricName name = metric.metricName();
        String group = name.group().substring(0, name.group().length() - "-metrics".length());
        String meter = "kafka." + (group + "." + name.name()).replace('-', '.');
        Tags tags = Tags.of("client.id", name.tags().get("client-id"));
        return name.name().endsWith("-total")
                ? FunctionCounter.builder(meter, metric, ClientMeters::value)
                        .description(name.description())
                        .tags(tags)
                        .register(registry)
                : Gauge.builder(meter, metric, ClientMeters::value)
                        .description(name.description())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry);
    }

    private static double value(KafkaMetric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        Meter gone = meters.remove(metric.metricName());
        if (gone != null) {
            registry.remove(gone);
        }
    }

    @Override
    public void close() {
        meters.values().forEach(meter -> registry.remove(meter));
        meters.clear();
    }
}
