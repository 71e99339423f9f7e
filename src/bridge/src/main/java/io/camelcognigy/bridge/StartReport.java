package io.camelcognigy.bridge;

import io.camelcognigy.bridge.operate.Check;
import io.camelcognigy.bridge.operate.Health;
import io.camelcognigy.bridge.operate.HealthListener;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Once all roads are connected, or after a few seconds, says what runs where, which road is not connected, and how to try it.
 * Of addresses it shows host and port only.
 */
final class StartReport implements HealthListener {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConfigurableEnvironment environment;
    /** Those that the settings list, and where they are. */
    private final Map<String, String> agents = new TreeMap<>();

    private final CamelContext camel;
    private final Surroundings surroundings;
    private final Supplier<String> page;
    private final PrintStream out;
    private final Clock clock;
    private Instant latest;
    private boolean printed;

    /**
     * @param surroundings null: nothing is around the bridge
     * @param page its address
     */
    StartReport(
            ConfigurableEnvironment environment,
            CamelContext camel,
            Surroundings surroundings,
            Supplier<String> page,
            PrintStream out,
            Clock clock) {
        this.environment = environment;
        this.camel = camel;
        this.surroundings = surroundings;
        this.page = page;
        this.out = out;
        this.clock = clock;
        AgentSettings listed = AgentSettings.of(environment);
        for (String name : listed.names()) {
            Map<String, String> options = listed.of(name);
            String url = options.getOrDefault("endpointUrl", options.get("serverUrl"));
            if (url != null) {
                agents.put(name, HostPort.of(url));
            }
        }
    }

    @Override
    public void onHealth(Health health) {
        if (latest == null) {
            latest = clock.instant().plus(PATIENCE);
        }
        if (!printed && (health.ready(List.of()) || !clock.instant().isBefore(latest))) {
            printed = true;
            print(health);
        }
    }

    private void print(Health health) {
        out.printf("%ncamel-cognigy runs.%n%n");
        RouteFiles routes = new RouteFiles(environment);
        for (Road road : Road.values()) {
            if (road.usedBy(routes)) {
                String address = road.addresses().stream().map(this::hostPort).collect(Collectors.joining(", "));
                line(road.title(), address, road.addresses().get(0), health.of("road-" + road.id()));
            }
        }
        if (agents.isEmpty() || RequiredSettings.endpointOfAll(environment)) {
            line("Endpoint", endpoint(), "cognigy.endpoint-url", agentThatIsDown(health));
        }
        agents.forEach((name, address) -> out.printf(
                "  %-10s%s  (agent %s%s)%n",
                "Endpoint",
                address,
                name,
                health.of("cognigy-" + name)
                        .filter(check -> !check.up())
                        .map(check -> "; " + state(check))
                        .orElse("")));
        line("Page", page.get(), "operate.token", Optional.empty());
        out.printf(
                "  %-10s%s, from %s%n%n",
                "Routes",
                camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.joining(", ")),
                environment.getProperty(RoutesLocation.PROPERTY));
        if (surroundings != null) {
            surroundings.tryIt().forEach(out::println);
        }
        out.printf("  Stop:              Ctrl+C%n%n");
        out.flush();
    }

    private void line(String title, String address, String setting, Optional<Check> check) {
        String state = check.map(StartReport::state).orElse(null);
        String note = surroundings == null ? null : surroundings.note(setting).orElse(null);
        String remarks = Stream.of(state, note).filter(remark -> remark != null).collect(Collectors.joining("; "));
        out.printf("  %-10s%s%s%n", title, address, remarks.isEmpty() ? "" : "  (" + remarks + ")");
    }

    private static String state(Check check) {
        if (check.up()) {
            return "connected";
        }
        return "NOT connected" + (check.message().isBlank() ? "" : ": " + check.message());
    }

    /** One that is up says only that nothing shows the contrary. */
    private static Optional<Check> agentThatIsDown(Health health) {
        return health.checks().stream()
                .filter(check -> check.name().startsWith("cognigy-") && !check.up())
                .findFirst();
    }

    private String endpoint() {
        return Stream.of(
                        "cognigy.endpoint-url",
                        "camel.component.cognigy.endpoint-url",
                        "camel.component.cognigy.server-url")
                .filter(name -> Settings.isSet(environment, name))
                .map(this::hostPort)
                .findFirst()
                .orElse("-");
    }

    private String hostPort(String setting) {
        return HostPort.of(environment.getProperty(setting, ""));
    }
}
