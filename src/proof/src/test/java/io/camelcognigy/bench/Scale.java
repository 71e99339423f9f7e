package io.camelcognigy.bench;

import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * {@code ./mvnw -q test-compile exec:exec@scale}: three bridges in one group, with {@code bench.customers} sessions each
 * (12,000); what docs/scale.md predicts, and what is measured. Then one of them is killed. For all bridges the Endpoint is at the
 * same URL; behind its name each finds another process, so that none has more connections than a process may have
 * descriptors.
 */
final class Scale {

    private static final int BRIDGES = 3;
    /** Bridges have as many each, also when one is gone. */
    private static final int PARTITIONS = 12;

    private static final String TOPICS = "scale";
    private static final String ENDPOINT = "endpoint.scale";
    private static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();
    /** Until what a turn needs is compiled. */
    private static final int WARM_TURNS = 30_000;

    private static final int CONNECT_RATE = 100;
    /** What a customer says in a minute. */
    private static final int TURNS_PER_MINUTE = 1;

    /** How long Kafka believes in a consumer that is dead: the default of its clients. */
    private static final int GROUP_TIMEOUT_SECONDS = 45;

    /** Each session has two heartbeats in it. */
    private static final int IDLE_SECONDS = 50;

    private static final int WINDOW_SECONDS = 30;
    private static final int RAMP_SECONDS = 10;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MEGABYTE = 1024 * 1024;

    private final int sessions = Integer.getInteger("bench.customers", 12_000);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<ChildProcess> bridges = new ArrayList<>();
    private ChildProcess load;

    private Scale() {}

    public static void main(String[] args) throws Exception {
        Scale scale = new Scale();
        try {
            scale.run();
        } finally {
            for (AutoCloseable process : scale.open) {
                process.close();
            }
        }
        System.exit(0);
    }

    private void run() throws Exception {
        int all = BRIDGES * sessions;
        ChildProcess broker = BrokerProcess.start(PARTITIONS, List.of(TOPICS));
        open.add(broker);
        String brokers = broker.command("brokers");
        int port = Loopback.freePort();
        for (int number = 1; number <= BRIDGES; number++) {
            EndpointProcess endpoint = new EndpointProcess("127.0.0." + number, port);
            open.add(endpoint);
            ChildProcess bridge = BridgeKind.NETTY.start(
                    brokers,
                    endpoint.url().replace("127.0.0." + number, ENDPOINT),
                    Stream.concat(Jvm.options().stream(), Stream.of("-Djdk.net.hosts.file=" + hosts(number)))
                            .toList(),
                    "--camel.component.cognigy.connect-rate=" + CONNECT_RATE,
                    "--camel.component.cognigy.max-sessions=" + all,
                    "--kafka.group-id=" + TOPICS,
                    "--kafka.input=" + TOPICS + ".input",
                    "--kafka.output=" + TOPICS + ".output",
                    "--kafka.dead-letter=" + TOPICS + ".dead-letter");
            open.add(0, bridge);
            bridges.add(bridge);
        }
        load = ChildProcess.start(
                "load-scale", ClientProcess.class, Jvm.options(), ClientProcess.KAFKA, brokers, TOPICS);
        open.add(0, load);
        say("%s, %d bridges with %s, %,d customers", Machine.hardware(), BRIDGES, Jvm.MAX_HEAP, all);

        awaitMembers(brokers);
        load.command("warm " + PARTITIONS + " " + WARM_TURNS + " 60");
        List<Long> empty = each("resident");

        say("%n%-58s %12s %12s", "", "predicted", "measured");
        row("all customers have said something and have an answer, s", (double) all / BRIDGES / CONNECT_RATE, once());
        List<Long> full = each("resident");
        List<Long> idle = cpu();
        await().pollDelay(Duration.ofSeconds(IDLE_SECONDS))
                .atMost(Duration.ofSeconds(2 * IDLE_SECONDS))
                .until(() -> true);
        List<Long> cpu = cpu();
        for (int number = 0; number < BRIDGES; number++) {
            say(
                    "bridge %d: %.1f kB resident more for a session, %.3f of a core while nobody says anything",
                    number + 1,
                    (full.get(number) - empty.get(number)) / 1024.0 / sessions,
                    (cpu.get(number) - idle.get(number)) / 1e9 / IDLE_SECONDS);
        }
        int perSecond = all * TURNS_PER_MINUTE / 60;
        List<List<Long>> edges = new ArrayList<>();
        Figures steady = Figures.parse(load.command(
                new Load(all, perSecond)
                        .command(TimeUnit.SECONDS.toMillis(WINDOW_SECONDS), TimeUnit.SECONDS.toMillis(RAMP_SECONDS)),
                () -> edges.add(cpu())));
        row("turns/s, a turn a minute for each", perSecond, steady.turnsPerSecond());
        say(
                "%-58s %12s %12s",
                "p50 and p99, ms",
                "",
                String.format(Locale.ROOT, "%.1f, %.0f", steady.p50Micros() / 1_000, steady.p99Micros() / 1_000));
        for (int number = 0; number < BRIDGES; number++) {
            say(
                    "bridge %d: %.2f of a core, %.0f µs a turn",
                    number + 1,
                    (edges.get(1).get(number) - edges.get(0).get(number)) / 1e9 / WINDOW_SECONDS,
                    (edges.get(1).get(number) - edges.get(0).get(number))
                            / NANOS_PER_MICRO
                            / (perSecond * WINDOW_SECONDS / (double) BRIDGES));
        }

        bridges.remove(0).kill();
        double predicted = GROUP_TIMEOUT_SECONDS + (double) sessions / (BRIDGES - 1) / CONNECT_RATE;
        row("one bridge is killed: all customers have an answer again, s", predicted, once());
        say(
                "resident then, MB: %s",
                each("resident").stream()
                        .map(bytes -> String.format(Locale.ROOT, "%.0f", bytes / MEGABYTE))
                        .toList());
    }

    /** Where a bridge finds the Endpoint. */
    private static Path hosts(int number) throws IOException {
        Path hosts = Files.createDirectories(FOLDER).resolve("hosts-" + number);
        return Files.writeString(
                hosts,
                "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName() + "\n127.0.0." + number + " "
                        + ENDPOINT + "\n");
    }

    /** Until all bridges share the partitions. */
    private static void awaitMembers(String brokers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() ->
                            admin.describeConsumerGroups(List.of(TOPICS)).all().get().get(TOPICS).members().stream()
                                            .filter(member -> member.assignment()
                                                            .topicPartitions()
                                                            .size()
                                                    == PARTITIONS / BRIDGES)
                                            .count()
                                    == BRIDGES);
        }
    }

    private double once() throws IOException {
        return Double.parseDouble(load.command("once " + BRIDGES * sessions));
    }

    private List<Long> cpu() {
        try {
            return each("cpu");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> each(String command) throws IOException {
        List<Long> values = new ArrayList<>();
        for (ChildProcess bridge : bridges) {
            values.add(Long.parseLong(bridge.command(command)));
        }
        return values;
    }

    private static void row(String what, double predicted, double measured) {
        say("%-58s %12s %12s", what, Spread.number(predicted), Spread.number(measured));
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
