package io.camelcognigy.bridge.operate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What Prometheus reads; of agents, what the component counts. The numbers of roads are taken when they are asked for. No tag is a session key, or anything
 * else that people choose.
 */
final class Metrics implements OperateServer.Handler, AutoCloseable {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Supplier<Health> health;
    private final Roads roads;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final RoadNumbers numbers;
    private final MultiGauge roadUp;
    private final MultiGauge roadPaused;

    Metrics(
            PrometheusMeterRegistry registry,
            RoadNumbers numbers,
            Supplier<Health> health,
            Roads roads,
            String version) {
        this.registry = registry;
        this.numbers = numbers;
        this.health = health;
        this.roads = roads;
        Gauge.builder("bridge.build.info", () -> 1)
                .description("Which bridge this is")
                .tag("version", version)
                .register(registry);
        roadUp = gauge("bridge.road.up", "0 while the road is not connected to its servers");
        roadPaused = gauge("bridge.road.paused", "1 while the road takes nothing in because somebody wants so");
        collections.bindTo(registry);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    @Override
    public Answer answer(Request request) {
        return request.writes() ? Answer.error(405, "GET") : Answer.text(CONTENT_TYPE, scrape());
    }

    /** One at a time: rows are replaced. */
    synchronized String scrape() {
        numbers.take();
        List<Row<?>> up = new ArrayList<>();
        List<Row<?>> paused = new ArrayList<>();
        Health checked = health.get();
        roads.all().forEach((road, isPaused) -> {
            Tags tags = Tags.of("road", road);
            List<Check> checks = checks(checked, road);
            if (!checks.isEmpty()) {
                up.add(Row.of(tags, checks.stream().allMatch(Check::up) ? 1 : 0));
            }
            paused.add(Row.of(tags, isPaused ? 1 : 0));
        });
        roadUp.register(up, true);
        roadPaused.register(paused, true);
        return registry.scrape();
    }

    /** Where two routes are of a road, the second one's check has its name of the route. */
    private List<Check> checks(Health health, String road) {
        Set<String> routes = roads.routes(road);
        return health.checks().stream()
                .filter(check -> check.name().startsWith(Check.ROAD))
                .filter(check -> {
                    String name = check.name().substring(Check.ROAD.length());
                    return name.equals(road) || routes.contains(name);
                })
                .toList();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }
}
