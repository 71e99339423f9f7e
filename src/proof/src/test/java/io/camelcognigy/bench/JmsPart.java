package io.camelcognigy.bench;

import io.camelcognigy.bench.KafkaPart.Progress;
import io.camelcognigy.bench.RoadPart.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The bridge by JMS as it is shipped, beside {@link JmsFloor}, on an Artemis broker that keeps its messages in memory. */
final class JmsPart {

    /** In {@code bench.parts}. */
    static final String NAME = "jms";

    static final String FLOOR = "jms-floor";
    static final String BRIDGE = "bridge-jms";

    static final Plan PLAN = new Plan(List.of(Load.saturated(200), new Load(200, 500)), 2, new Load(1_000, 400), 6);

    private final Options options;
    private final Plan plan;
    private final Map<String, Long> warmUps;
    private final RoadResults results;
    private final Progress progress;

    JmsPart(Options options, Plan plan, Map<String, Long> warmUps, RoadResults results, Progress progress) {
        this.options = options;
        this.plan = plan;
        this.warmUps = warmUps;
        this.results = results;
        this.progress = progress;
    }

    static RoadResults results() {
        return new RoadResults(FLOOR, RoadPart.THINKING);
    }

    /** @param endpointUrl of a bot that answers at once */
    void run(String endpointUrl) throws IOException {
        try (ChildProcess servers = ServersProcess.start()) {
            String url = servers.command("jms");
            new RoadPart(options, plan, results, warmUps, progress)
                    .run(endpointUrl, List.of(bot -> floor(url, bot), bot -> bridge(url, bot)), () -> {});
        }
    }

    private BridgeContestant floor(String url, String endpointUrl) throws IOException {
        return contestant(
                FLOOR,
                url,
                () -> ChildProcess.start(FLOOR, RoadFloorProcess.class, Jvm.options(), NAME, url, endpointUrl, FLOOR));
    }

    private BridgeContestant bridge(String url, String endpointUrl) throws IOException {
        return contestant(
                BRIDGE,
                url,
                () -> BridgeProcess.start(
                        BRIDGE,
                        Jvm.options(),
                        "--camel.main.routes-include-pattern=file:routes/jms.yaml",
                        "--camel.component.cognigy.connect-rate=1000",
                        "--cognigy.endpoint-url=" + endpointUrl,
                        "--jms.url=" + url,
                        "--jms.input=" + BRIDGE + ".input",
                        "--jms.output=" + BRIDGE + ".output",
                        "--jms.dead-letter=" + BRIDGE + ".dead-letter"));
    }

    private BridgeContestant contestant(String name, String url, BridgeContestant.Starting bridge) throws IOException {
        return new BridgeContestant(
                name,
                plan.keys(),
                () -> ChildProcess.start("load-" + name, ClientProcess.class, Jvm.options(), NAME, url, name),
                bridge);
    }
}
