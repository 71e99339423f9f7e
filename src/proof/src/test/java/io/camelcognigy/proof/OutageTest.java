package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.servers.Loopback;
import io.camelcognigy.test.SimulatedEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is away, with an input a second on each road: readiness names it and nothing else, the bridge stays alive and
 * quiet, nothing becomes a dead letter, and afterwards everything is answered in order. One bridge, with its own defaults,
 * lives through all of it.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {

    private static final Duration AWAY = Duration.ofSeconds(Proof.of(5, 180));
    private static final Duration TO_BE_NAMED = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 5));
    private static final int LINES_A_MINUTE = 20;
    private static final String NAME =
            "bridge-outage-" + ProcessHandle.current().pid();

    private final ChildLog log = new ChildLog(Path.of("target", "proof", NAME + ".log"));
    private final Map<String, RoadClient> roads = new LinkedHashMap<>();

    private SimulatedEndpoint endpoint;
    private Broker broker;
    private EmbeddedArtemis artemis;
    private EmbeddedMail mail;
    private TcpProxy toEndpoint;
    private TcpProxy toArtemis;
    private TcpProxy toImap;
    private TcpProxy toSmtp;
    private Operation operation;
    private Child bridge;
    private Customers customers;

    @BeforeAll
    void start(@TempDir Path folder) {
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    reply.say(input.text() + " 1 of 1");
                    reply.finalPing();
                })
                .start();
        broker = new Broker(folder);
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        mail = EmbeddedMail.start(0, 0);
        toEndpoint = TcpProxy.to(endpoint.port());
        toArtemis = TcpProxy.to(artemis.port());
        toImap = TcpProxy.to(URI.create(mail.imapUrl()).getPort());
        toSmtp = TcpProxy.to(URI.create(mail.smtpUrl()).getPort());
        int port = Loopback.freePort();
        operation = new Operation(port);
        bridge = Child.start(
                NAME,
                BridgeMain.class,
                List.of("-Xmx256m"),
                List.of(
                        "--operate.port=" + port,
                        "--operate.state-file=",
                        "--cognigy.endpoint-url=http://127.0.0.1:" + toEndpoint.port() + "/demo",
                        "--kafka.brokers=" + broker.brokers(),
                        "--jms.url=tcp://127.0.0.1:" + toArtemis.port(),
                        "--mail.imap-url=imap://127.0.0.1:" + toImap.port(),
                        "--mail.smtp-url=smtp://127.0.0.1:" + toSmtp.port(),
                        "--mail.password=" + MailRoadClient.BOT,
                        "--mail.starttls=false",
                        "--mail.since=all",
                        "--mail.secret=of-this-test",
                        "--mail.answers-per-hour=100000"));
        roads.put("kafka", new KafkaRoadClient(new Topics(broker.harnessBrokers())));
        roads.put("jms", new JmsRoadClient(artemis));
        roads.put("mail", new MailRoadClient(mail));
        waiting().atMost(PATIENCE).until(operation::ready);
        customers = new Customers(roads);
    }

    @AfterAll
    void stop() {
        for (AutoCloseable each : new AutoCloseable[] {
            customers,
            () -> roads.values().forEach(RoadClient::close),
            bridge,
            toEndpoint,
            toArtemis,
            toImap,
            toSmtp,
            broker,
            artemis,
            mail,
            endpoint
        }) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void theEndpointIsAway() {
        outage("cognigy-support", () -> cut(toEndpoint), toEndpoint::heal);
    }

    @Test
    void kafkaIsAway() {
        outage("road-kafka", broker::kill, broker::start);
    }

    @Test
    void artemisIsAway() {
        outage("road-jms", () -> cut(toArtemis), toArtemis::heal);
    }

    @Test
    void theMailboxIsAway() {
        outage("road-mail", () -> cut(toImap), toImap::heal);
    }

    @Test
    void whoTakesTheAnswersByMailIsAway() {
        outage("road-mail", () -> cut(toSmtp), toSmtp::heal);
    }

    /** GreenMail throws on a thread of its own where a connection is reset, which is no fault of anybody's. */
    private static ConditionFactory waiting() {
        return await().dontCatchUncaughtExceptions();
    }

    private static void cut(TcpProxy proxy) {
        proxy.refuse();
        proxy.reset();
    }

    private void outage(String culprit, Runnable begin, Runnable end) {
        // What went before is over.
        waiting().atMost(PATIENCE).until(operation::ready);
        awaitAnswered(customers.sent());
        int twice = customers.answeredTwice();
        long position = log.size();

        long start = System.nanoTime();
        begin.run();
        long named;
        try {
            waiting().atMost(TO_BE_NAMED).untilAsserted(() -> {
                assertThat(operation.live()).isTrue();
                assertThat(operation.down()).containsExactly(culprit);
            });
            named = System.nanoTime();
            long left = AWAY.toNanos() - (named - start);
            waiting()
                    .during(Duration.ofNanos(
                            Math.max(left, Duration.ofSeconds(2).toNanos())))
                    .atMost(AWAY.plusSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        assertThat(operation.live()).isTrue();
                        assertThat(operation.down()).containsExactly(culprit);
                    });
        } finally {
            end.run();
        }
        long back = System.nanoTime();
        Map<String, Set<Stamp>> sent = customers.sent();
        int waiting =
                customers.unanswered(sent).values().stream().mapToInt(Set::size).sum();
        awaitAnswered(sent);
        long answered = System.nanoTime();
        waiting().atMost(PATIENCE).until(operation::ready);
        long ready = System.nanoTime();

        List<String> lines = log.linesFrom(position);
        System.out.printf(
                "%s away %d s: named after %.1f s; %d waited, answered %.1f s and ready %.1f s after it was back; %d answered"
                        + " twice; %d lines in the worst minute, %d in all; dead letters %s%n",
                culprit,
                seconds(start, back),
                (named - start) / 1e9,
                waiting,
                (answered - back) / 1e9,
                (ready - back) / 1e9,
                customers.answeredTwice() - twice,
                ChildLog.mostInAMinute(lines),
                lines.size(),
                deadLetters());
        assertThat(customers.outOfOrder()).isEmpty();
        assertThat(deadLetters().values()).containsOnly(0);
        assertThat(ChildLog.mostInAMinute(lines))
                .as(() -> String.join("\n", lines))
                .isLessThanOrEqualTo(LINES_A_MINUTE);
    }

    private void awaitAnswered(Map<String, Set<Stamp>> inputs) {
        waiting()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(customers.unanswered(inputs)).isEmpty());
    }

    private Map<String, Integer> deadLetters() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        roads.forEach((road, client) -> counts.put(road, client.deadLetters()));
        return counts;
    }

    private static long seconds(long from, long to) {
        return Duration.ofNanos(to - from).toSeconds();
    }
}
