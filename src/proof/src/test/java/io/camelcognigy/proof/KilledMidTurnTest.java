package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.Message;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge that is killed (kill -9) in the middle of a streamed answer, or while texts of a person wait for each other, loses
 * nothing on its roads from Kafka and JMS: what their brokers need not deliver again is answered, whole and in order.
 */
@Tag("slow")
class KilledMidTurnTest {

    private static final int CUSTOMERS = 4;
    private static final int PIECES = 20;
    private static final int TOGETHER = 20;
    private static final int KILLS = Proof.of(3, 20);
    private static final int INPUTS_PER_KILL = Proof.of(60, 300);
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(2, 10));

    private final Random random = new Random(Proof.SEED);
    private final Map<String, Integer> sequences = new HashMap<>();
    private final Map<String, List<Stamp>> sent = Map.of("kafka", new ArrayList<>(), "jms", new ArrayList<>());

    /** The inputs of each turn that the bot has begun with. */
    private final List<List<Stamp>> heard = new CopyOnWriteArrayList<>();

    /** What the bot has still to say where it must wait. */
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

    private final CommitWatch watch = new CommitWatch();
    private volatile boolean holding = true;
    private volatile Bot bot;
    private SimulatedEndpoint endpoint;
    private Broker broker;
    private EmbeddedArtemis artemis;
    private Topics topics;
    private JmsRoadClient jms;
    private Map<String, RoadClient> roads;
    private Child bridge;
    private int bridges;

    @BeforeEach
    void start(@TempDir Path folder) {
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    heard.add(Stamp.findAll(input.text()));
                    bot.answer(input, reply);
                })
                .start();
        broker = new Broker(folder);
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        topics = new Topics(broker.harnessBrokers());
        jms = new JmsRoadClient(artemis);
        roads = Map.of("kafka", new KafkaRoadClient(topics), "jms", jms);
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
        roads.values().forEach(RoadClient::close);
        broker.close();
        artemis.close();
        endpoint.close();
    }

    private void startBridge(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--logging.config=classpath:proof/logback.xml",
                "--camel.main.routes-include-pattern=file:routes/kafka.yaml,file:routes/jms.yaml",
                "--operate.port=0",
                "--operate.state-file=",
                "--cognigy.endpoint-url=" + endpoint.endpointUrl(),
                "--kafka.brokers=" + broker.brokers(),
                "--camel.component.kafka.session-timeout-ms=3000",
                "--camel.component.kafka.heartbeat-interval-ms=300",
                "--jms.url=" + artemis.url()));
        options.addAll(List.of(more));
        bridge = Child.start(
                "bridge-mid-turn-" + ProcessHandle.current().pid() + "-" + ++bridges,
                BridgeMain.class,
                List.of("-Xmx256m"),
                options);
    }

    // ---------------------------------------------------------------- a streamed answer

    /** The second half of an answer comes when nobody is held any more. */
    private void stream(ReceivedInput input, Reply reply) {
        reply.say(Message.piece("m", input.text()));
        for (int piece = 1; piece < PIECES / 2; piece++) {
            reply.say(Message.piece("m", " piece " + piece));
        }
        Runnable rest = () -> {
            for (int piece = PIECES / 2; piece < PIECES; piece++) {
                reply.say(Message.piece("m", " piece " + piece));
            }
            reply.say(Message.piece("m", " 1 of 1"));
            reply.say(Message.lastPiece("m", "stop"));
            reply.finalPing();
        };
        holdOrRun(rest);
    }

    private static String whole(Stamp stamp) {
        StringBuilder whole = new StringBuilder(stamp.toString());
        for (int piece = 1; piece < PIECES; piece++) {
            whole.append(" piece ").append(piece);
        }
        return whole.append(" 1 of 1").toString();
    }

    private void holdOrRun(Runnable words) {
        if (holding) {
            held.add(words);
        } else {
            words.run();
        }
    }

    @Test
    void anAnswerThatWasCutOffInMidStreamIsGivenWholeByTheNext() {
        bot = this::stream;
        startBridge();
        for (int round = 0; round < 2; round++) {
            sendToEach();
        }
        waiting().until(() -> held.size() == 2 * CUSTOMERS);
        assertThat(outputs()).as("half of an answer").isEmpty();
        assertNothingIsForgotten();

        bridge.kill();
        holding = false;
        startBridge();
        awaitAllAnsweredInOrder();
        sent.values().stream()
                .flatMap(List::stream)
                .forEach(stamp -> assertThat(outputs())
                        .filteredOn(output -> output.contains(stamp.toString()))
                        .isNotEmpty()
                        .allSatisfy(output -> assertThat(output).contains("\"text\":\"" + whole(stamp) + "\"")));
        assertThat(heard).hasSize(2 * CUSTOMERS + all().size());
    }

    // ---------------------------------------------------------------- texts that belong together

    private void echo(ReceivedInput input, Reply reply) {
        holdOrRun(() -> {
            reply.say(input.text() + " 1 of 1");
            reply.finalPing();
        });
    }

    @Test
    void ofTextsThatBelongTogetherThoseUnderWayAreAskedAgainAndThoseThatWaitedForTheFirstTime() {
        String[] collate = {"--kafka.collate=5s", "--jms.collate=5s"};
        bot = this::echo;
        startBridge(collate);
        roads.keySet().forEach(road -> {
            for (int text = 0; text < TOGETHER; text++) {
                send(road, "talkative");
            }
        });
        waiting().until(() -> held.size() >= roads.size());
        assertThat(heard).allSatisfy(turn -> assertThat(turn).hasSizeBetween(2, TOGETHER));
        roads.keySet().forEach(road -> {
            for (int text = 0; text < 3; text++) {
                send(road, "talkative");
                send(road, "brief");
            }
        });
        assertNothingIsForgotten();

        bridge.kill();
        Set<Stamp> underWay = flat(heard);
        heard.clear();
        holding = false;
        startBridge(collate);
        awaitAllAnsweredInOrder();
        assertThat(underWay).hasSizeLessThan(all().size());
        List<Stamp> afterwards = heard.stream().flatMap(List::stream).toList();
        assertThat(afterwards).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void underLoadNothingIsLostAndTheOrderOfAPersonIsKept() throws Exception {
        String[] collate = {"--kafka.collate=150ms", "--jms.collate=150ms"};
        holding = false;
        bot = (input, reply) -> {
            int think;
            synchronized (random) {
                think = random.nextInt(200);
            }
            reply.after(Duration.ofMillis(think), () -> echo(input, reply));
        };
        for (int kill = 0; kill < KILLS; kill++) {
            int before = flat(heard).size();
            startBridge(collate);
            for (int input = 0; input < INPUTS_PER_KILL; input++) {
                for (String road : roads.keySet()) {
                    send(road, "person-" + random(CUSTOMERS));
                }
                Proof.let(Duration.ofMillis(random(60)));
            }
            int reach = before + INPUTS_PER_KILL / 2 + random(INPUTS_PER_KILL);
            waiting().until(() -> flat(heard).size() >= reach);
            bridge.kill();
            Map<Integer, Long> committed = topics.committed("camel-cognigy");
            topics.catchUp();
            watch.look(topics.sent(), committed, Set.copyOf(roads.get("kafka").answered()));
            assertThat(watch.faults()).isEmpty();
            waiting().until(() -> Set.copyOf(jms.answered()).size() >= forgottenByArtemis());
        }
        startBridge(collate);
        awaitAllAnsweredInOrder();
        long twice = heard.stream().mapToInt(List::size).sum() - all().size();
        System.out.printf(
                "%d kills, %d inputs in %d turns: all answered, %d heard again%n",
                KILLS, all().size(), heard.size(), twice);
        assertThat(heard).anySatisfy(turn -> assertThat(turn).hasSizeGreaterThan(1));
    }

    // ---------------------------------------------------------------- what it is judged by

    private int random(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private void sendToEach() {
        roads.keySet().forEach(road -> {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                send(road, "person-" + customer);
            }
        });
    }

    private void send(String road, String customer) {
        String key = road + "-" + customer;
        Stamp stamp = new Stamp(key, sequences.merge(key, 1, Integer::sum) - 1, UUID.randomUUID());
        sent.get(road).add(stamp);
        roads.get(road).send(stamp);
    }

    private List<Stamp> all() {
        return sent.values().stream().flatMap(List::stream).toList();
    }

    private static Set<Stamp> flat(List<List<Stamp>> turns) {
        Set<Stamp> flat = new HashSet<>();
        turns.forEach(flat::addAll);
        return flat;
    }

    private List<String> outputs() {
        List<String> outputs = new ArrayList<>(topics.outputs());
        outputs.addAll(jms.answers());
        return outputs;
    }

    /** How many inputs the brokers would not deliver again. */
    private long forgotten() {
        return topics.committed("camel-cognigy").values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                + forgottenByArtemis();
    }

    private long forgottenByArtemis() {
        return sent.get("jms").size() - artemis.messageCount("chat.input");
    }

    /** For longer than a commit or an acknowledgement takes. */
    private void assertNothingIsForgotten() {
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).until(() -> forgotten() == 0);
    }

    private static ConditionFactory waiting() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    private void awaitAllAnsweredInOrder() {
        roads.forEach((road, client) -> {
            waiting()
                    .untilAsserted(() -> assertThat(Set.copyOf(client.answered()))
                            .as("answered by way of %s", road)
                            .containsAll(sent.get(road)));
            Map<String, Integer> latest = new HashMap<>();
            Set<Stamp> seen = new HashSet<>();
            for (Stamp stamp : client.answered()) {
                if (seen.add(stamp)) {
                    assertThat(latest.merge(stamp.key(), stamp.sequence(), Math::max))
                            .as("%s answered after a later one", stamp)
                            .isEqualTo(stamp.sequence());
                }
            }
            assertThat(client.deadLetters()).isZero();
        });
        waiting().until(() -> forgotten() == all().size());
    }
}
