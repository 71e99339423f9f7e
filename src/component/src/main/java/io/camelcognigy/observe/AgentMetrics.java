package io.camelcognigy.observe;

import io.camelcognigy.session.AgentObserver;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.session.Outcome;
import io.camelcognigy.transport.Loss;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's meters. All are made at the start: a turn costs a few additions. No tag is a session key, or anything else that
 * people choose.
 */
public final class AgentMetrics implements AgentObserver {

    private static final Logger LOG = LoggerFactory.getLogger(AgentMetrics.class);

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(48),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120)
    };

    private final MeterRegistry registry;
    private final String agent;
    private final Map<Outcome, Counter> turns = new EnumMap<>(Outcome.class);
    private final Map<Loss.Reason, Counter> failures = new EnumMap<>(Loss.Reason.class);
    private final Counter connected;
    private final Counter ofTurns;
    private final Counter unsolicited;
    private final Counter unrouted;
    private final Counter billableInputs;
    private final Counter billableConversations;
    private final BillableConversations billing;
    private final Timer whole;
    private final Timer waited;
    private final Timer first;
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();

    /** @param billed whether its inputs are: not in test mode (PROTOCOL §13) */
    public AgentMetrics(MeterRegistry registry, String agent, boolean billed) {
        this.registry = registry;
        this.agent = agent;
        for (Outcome outcome : Outcome.values()) {
            turns.put(
                    outcome,
                    Counter.builder("cognigy.turns")
                            .description("Turns that are over, by what became of the input")
                            .tag("agent", agent)
                            .tag("outcome", lower(outcome))
                            .tag("in_doubt", Boolean.toString(outcome == Outcome.IN_DOUBT))
                            .register(registry));
        }
        for (Loss.Reason reason : Loss.Reason.values()) {
            failures.put(reason, connects(lower(reason)));
        }
        connected = connects("connected");
        ofTurns = outputs("turn");
        unsolicited = outputs("unsolicited");
        unrouted = Counter.builder("cognigy.unrouted")
                .description("Outputs that no route took to its end")
                .tag("agent", agent)
                .register(registry);
        billing = billed ? new BillableConversations(registry.config().clock()::monotonicTime) : null;
        billableInputs = Counter.builder("cognigy.billable.inputs")
                .description("Inputs that were written to the Endpoint, test mode aside")
                .tag("agent", agent)
                .register(registry);
        billableConversations = Counter.builder("cognigy.billable.conversations")
                .description(
                        "What these come to: 50 inputs of a session within 24 hours are one, as far as is known here")
                .tag("agent", agent)
                .register(registry);
        whole = timer("cognigy.turn", "From the input's submission to the end of its turn, outputs routed");
        waited = timer("cognigy.turn.wait", "From the input's submission until it was written to the Endpoint");
        first = timer("cognigy.first.output", "From the input's writing to the bot's first output");
    }

    /**
     * The registry that is to be used: the only one in Camel's registry; of several, the composite. Null where there is none,
     * or it is not clear which.
     */
    public static MeterRegistry registry(CamelContext camel) {
        Set<MeterRegistry> all = camel.getRegistry().findByType(MeterRegistry.class);
        if (all.size() <= 1) {
            return all.stream().findFirst().orElse(null);
        }
        List<MeterRegistry> composites =
                all.stream().filter(CompositeMeterRegistry.class::isInstance).toList();
        if (composites.size() != 1) {
            LOG.warn(
                    "There are {} meter registries: agents have no metrics, as it is not clear which to use",
                    all.size());
            return null;
        }
        return composites.get(0);
    }

    /** @param numbers taken whenever somebody looks */
    public void show(Supplier<AgentSnapshot> numbers, int maxSessions) {
        String sessions = "cognigy.sessions";
        String what = "Sessions by where they stand: idle and in_turn are connected";
        gauges.add(state(sessions, what, "idle", numbers, now -> Math.max(0, now.connected() - now.inTurn())));
        gauges.add(state(sessions, what, "in_turn", numbers, AgentSnapshot::inTurn));
        gauges.add(
                state(sessions, what, "not_connected", numbers, now -> Math.max(0, now.sessions() - now.connected())));
        gauges.add(
                gauge("cognigy.sessions.limit", "How many sessions the agent may have", numbers, now -> maxSessions));
        gauges.add(gauge(
                "cognigy.turns.waiting",
                "Inputs that are not written to the Endpoint yet",
                numbers,
                AgentSnapshot::waitingTurns));
        gauges.add(gauge(
                "cognigy.turns.inflight",
                "Inputs that the bot has and has not finished with",
                numbers,
                AgentSnapshot::inTurn));
        gauges.add(gauge(
                "cognigy.endpoint.up",
                "0 while the agent knows that its Endpoint cannot be reached",
                numbers,
                now -> now.unreachable() ? 0 : 1));
    }

    /** Nobody holds the agent any more; what was counted stays. */
    public void hide() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    @Override
    public void turnWritten(String sessionId, long waitedNanos) {
        waited.record(waitedNanos, TimeUnit.NANOSECONDS);
        if (billing != null) {
            billableInputs.increment();
            if (billing.begins(sessionId)) {
                billableConversations.increment();
            }
        }
    }

    @Override
    public void firstOutput(long nanos) {
        first.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void turnEnded(Outcome outcome, long nanos) {
        turns.get(outcome).increment();
        whole.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void connected() {
        connected.increment();
    }

    @Override
    public void connectFailed(Loss.Reason reason) {
        failures.get(reason).increment();
    }

    @Override
    public void output(boolean ofTurn) {
        (ofTurn ? ofTurns : unsolicited).increment();
    }

    @Override
    public void unrouted() {
        unrouted.increment();
    }

    private Counter connects(String result) {
        return Counter.builder("cognigy.connects")
                .description("Attempts to connect that are over")
                .tag("agent", agent)
                .tag("result", result)
                .register(registry);
    }

    private Counter outputs(String kind) {
        return Counter.builder("cognigy.outputs")
                .description("Outputs that the bot sent: in a turn, or unasked")
                .tag("agent", agent)
                .tag("kind", kind)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .tag("agent", agent)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    private Gauge gauge(
            String name, String description, Supplier<AgentSnapshot> numbers, ToIntFunction<AgentSnapshot> number) {
        return Gauge.builder(name, () -> number.applyAsInt(numbers.get()))
                .description(description)
                .tag("agent", agent)
                .register(registry);
    }

    private Gauge state(
            String name,
            String description,
            String state,
            Supplier<AgentSnapshot> numbers,
            ToIntFunction<AgentSnapshot> number) {
        return Gauge.builder(name, () -> number.applyAsInt(numbers.get()))
                .description(description)
                .tag("agent", agent)
                .tag("state", state)
                .register(registry);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
