package io.camelcognigy.bridge.operate;

import io.camelcognigy.session.AgentSnapshot;
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
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What Prometheus reads. Of agents and roads the numbers are taken when they are asked for. No tag is a session key, or anything
 * else that people choose.
 */
final class Metrics implements OperateServer.Handler, AutoCloseable {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Supplier<List<AgentSnapshot>> agents;
    private final Supplier<Health> health;
    private final Roads roads;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final MultiGauge sessions;
    private final MultiGauge waiting;
    private final MultiGauge inFlight;
    private final MultiGauge endpointUp;
    private final MultiGauge roadUp;
    private final MultiGauge roadPaused;

    /** @param maxSessions of each agent */
    Metrics(
            PrometheusMeterRegistry registry,
            Supplier<List<AgentSnapshot>> agents,
            Supplier<Health> health,
            Roads roads,
            int maxSessions,
            String version) {
        this.registry = registry;
        this.agents = agents;
        this.health = health;
        this.roads = roads;
        Gauge.builder("cognigy.sessions.limit", () -> maxSessions)
                .description("How many sessions an agent may have")
                .register(registry);
        Gauge.builder("bridge.build.info", () -> 1)
                .description("Which bridge this is")
                .tag("version", version)
                .register(registry);
        sessions = gauge("cognigy.sessions", "Sessions by where they stand: idle and in_turn are connected");
        waiting = gauge("cognigy.turns.waiting", "Inputs that are not written to the Endpoint yet");
        inFlight = gauge("cognigy.turns.inflight", "Inputs that the bot has and has not finished with");
        endpointUp = gauge("cognigy.endpoint.up", "0 while the agent knows that its Endpoint cannot be reached");
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
        List<AgentSnapshot> now = agents.get();
        List<Row<?>> bySession = new ArrayList<>();
        for (AgentSnapshot agent : now) {
            bySession.add(row(agent, "idle", agent.connected() - agent.inTurn()));
            bySession.add(row(agent, "in_turn", agent.inTurn()));
            bySession.add(row(agent, "not_connected", agent.sessions() - agent.connected()));
        }
        sessions.register(bySession, true);
        waiting.register(rows(now, AgentSnapshot::waitingTurns), true);
        inFlight.register(rows(now, AgentSnapshot::inTurn), true);
        endpointUp.register(rows(now, agent -> agent.unreachable() ? 0 : 1), true);
        List<Row<?>> up = new ArrayList<>();
        List<Row<?>> paused = new ArrayList<>();
        Health checked = health.get();
        roads.all().forEach((road, isPaused) -> {
            Tags tags = Tags.of("road", road);
            checked.of(Check.ROAD + road).ifPresent(check -> up.add(Row.of(tags, check.up() ? 1 : 0)));
            paused.add(Row.of(tags, isPaused ? 1 : 0));
        });
        roadUp.register(up, true);
        roadPaused.register(paused, true);
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static Row<?> row(AgentSnapshot agent, String state, int count) {
        // Taken one after the other, while sessions change.
        return Row.of(Tags.of("agent", agent.agent(), "state", state), Math.max(0, count));
    }

    private static List<Row<?>> rows(List<AgentSnapshot> agents, ToIntFunction<AgentSnapshot> number) {
        List<Row<?>> rows = new ArrayList<>();
        agents.forEach(agent -> rows.add(Row.of(Tags.of("agent", agent.agent()), number.applyAsInt(agent))));
        return rows;
    }
}
