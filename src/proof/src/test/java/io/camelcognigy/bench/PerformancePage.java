package io.camelcognigy.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code docs/performance.md}, from its template and the figures of one run. */
final class PerformancePage {

    private static final String FLOOR = ClientKind.FLOOR.label();
    private static final String TEMPLATE = "/bench/performance.md";

    private final Options options;
    private final All all;
    private final Map<String, Long> warmUps;
    private final List<Double> endpointMicros;
    private final String stolen;
    private final long minutes;

    /** What was measured. */
    record All(Results clients, MemoryResults memory, KafkaResults kafka, RoadResults jms, RoadResults mail) {}

    /**
     * @param endpointMicros the endpoint's CPU time per turn of the floor with 200 sessions
     * @param stolen the share of the processors' time that this machine did not get
     * @param minutes how long all of it took
     */
    PerformancePage(
            Options options,
            All all,
            Map<String, Long> warmUps,
            List<Double> endpointMicros,
            String stolen,
            long minutes) {
        this.options = options;
        this.all = all;
        this.warmUps = warmUps;
        this.endpointMicros = endpointMicros;
        this.stolen = stolen;
        this.minutes = minutes;
    }

    void write() throws IOException {
        if (options.page().getParent() != null) {
            Files.createDirectories(options.page().getParent());
        }
        Files.writeString(options.page(), text());
    }

    String text() throws IOException {
        // The part for mail runs only when it is asked for.
        String text = template()
                .replaceAll(
                        all.mail().isEmpty() ? "(?s)<!-- mail -->.*?<!-- end of mail -->\n" : "<!-- .*mail -->\n", "");
        for (Map.Entry<String, String> value : values().entrySet()) {
            text = text.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return text;
    }

    private Map<String, String> values() throws IOException {
        return Map.ofEntries(
                Map.entry("date", LocalDate.now(ZoneOffset.UTC).toString()),
                Map.entry("hardware", Machine.hardware()),
                Map.entry("os", Machine.operatingSystem()),
                Map.entry("java", Machine.java()),
                Map.entry("libraries", libraries()),
                Map.entry("heap", Jvm.MAX_HEAP),
                Map.entry("rounds", String.valueOf(options.rounds())),
                Map.entry("seconds", String.valueOf(options.seconds())),
                Map.entry("settling", String.valueOf(options.settleSeconds())),
                Map.entry("heartbeats", String.valueOf(Benchmark.HEARTBEATS_SECONDS)),
                Map.entry("partitions", String.valueOf(BrokerProcess.PARTITIONS)),
                Map.entry("openings", String.valueOf(Openings.AT_ONCE)),
                Map.entry("endpointMicros", Spread.of(endpointMicros).text()),
                Map.entry("node", Machine.node()),
                Map.entry("stolen", stolen),
                Map.entry("warmUps", warmUps()),
                Map.entry(
                        "options",
                        "-Dbench.rounds=" + options.rounds() + " -Dbench.seconds=" + options.seconds()
                                + " -Dbench.warmup=" + options.warmUpTurns()),
                Map.entry("holds", all.kafka().holds().toString()),
                Map.entry(
                        "turnCosts",
                        all.clients().across(FLOOR, Benchmark.TURN_COSTS).toString()),
                Map.entry(
                        "turnTimes",
                        all.clients().across(FLOOR, Benchmark.TURN_TIMES).toString()),
                Map.entry("jms", all.jms().holds().toString()),
                Map.entry("jmsWaiting", all.jms().waiting().toString()),
                Map.entry("jmsKeys", number(JmsPart.PLAN.keys())),
                Map.entry("jmsAll", all.jms().speed().stripTrailing()),
                Map.entry("jmsWaitingKeys", number(JmsPart.PLAN.waiting().sessions())),
                Map.entry("jmsWaitingRate", number(JmsPart.PLAN.waiting().perSecond())),
                Map.entry("mail", all.mail().holds().toString()),
                Map.entry("mailWaiting", all.mail().waiting().toString()),
                Map.entry("mailKeys", number(MailPart.PLAN.keys())),
                Map.entry("mailAll", all.mail().speed().stripTrailing()),
                Map.entry("mailPoll", number(MailPart.POLL.toMillis())),
                Map.entry("mailWaitingRate", number(MailPart.PLAN.waiting().perSecond())),
                Map.entry("chart", String.valueOf(options.chart().getFileName())),
                Map.entry("minutes", String.valueOf(minutes)),
                Map.entry("speed", all.clients().text().stripTrailing()),
                Map.entry("bridges", all.kafka().speed().stripTrailing()),
                Map.entry("waiting", all.kafka().waiting().toString()),
                Map.entry("waitingHeap", KafkaPart.HEAP),
                Map.entry("waitingKeys", number(KafkaPart.WAITING.sessions())),
                Map.entry("waitingRate", number(KafkaPart.WAITING.perSecond())),
                Map.entry("thinking", String.valueOf(KafkaPart.THINKING.toSeconds())),
                Map.entry("turns", number(KafkaPart.TURNS)),
                Map.entry("plainSeconds", String.valueOf(KafkaPart.PLAIN_SECONDS)),
                Map.entry("waitingSeconds", String.valueOf(KafkaPart.WAITING_SECONDS)),
                Map.entry("waitingRamp", String.valueOf(KafkaPart.RAMP_SECONDS)),
                Map.entry("memory", all.memory().table().toString()));
    }

    private static String libraries() throws IOException {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            return Machine.libraries(camel.getVersion());
        }
    }

    private String warmUps() {
        return warmUps.entrySet().stream()
                .map(warmUp -> warmUp.getKey() + " " + number(warmUp.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String template() throws IOException {
        try (InputStream resource = PerformancePage.class.getResourceAsStream(TEMPLATE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
