package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.proof.History.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Conversations outlive the bridge: what is said unasked while bridges are killed (kill -9) or replaced one by one arrives
 * all the same, and a bridge that takes over connects as fast as it may. Nobody says anything to the bot meanwhile.
 *
 * <p>The takeover of many sessions: {@code ./mvnw -q -Pproof test -Dtest=OutlivingSessionsTest -Doutliving.sessions=20000}.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class OutlivingSessionsTest {

    private static final int SESSIONS = 200;
    private static final int CHANGES = Proof.of(2, 20);
    private static final int EVERY_MILLIS = 20;
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(2, 5));

    private static final int MANY = Integer.getInteger("outliving.sessions", 1_000);
    private static final int RATE = Math.max(200, MANY / 10);
    private static final Duration BESIDE_THE_RATE = Duration.ofSeconds(5);

    private final String group = "outliving-" + Long.toHexString(System.nanoTime());
    private final List<Bridge> bridges = new ArrayList<>();
    private Talker talker;
    private Rig rig;

    @BeforeEach
    void start(Rig itsRig) {
        rig = itsRig;
        talker = new Talker();
        rig.topics().startGroupAtTheEnd(group);
    }

    @AfterEach
    void stop() {
        bridges.forEach(Bridge::close);
        talker.close();
    }

    private Bridge startBridge(int rate, int maxSessions) {
        Bridge bridge = Bridge.start(
                "bridge-outliving-" + bridges.size(),
                talker.port(),
                rig.broker().brokers(),
                group,
                "--camel.component.cognigy.connect-rate=" + rate,
                "--camel.component.cognigy.max-sessions=" + maxSessions);
        bridges.add(bridge);
        return bridge;
    }

    private Bridge startBridge() {
        return startBridge(1_000, 10_000);
    }

    /** One input of each session, answered and committed; from then on nobody says anything to the bot. */
    private void openSessions(int number) {
        List<CompletableFuture<Sent>> inputs = IntStream.range(0, number)
                .mapToObj(i -> new Stamp(group + "-" + i, 0, new UUID(7, i)))
                .map(stamp -> rig.topics().send(stamp, null, "{\"text\":\"" + stamp + "\"}"))
                .toList();
        Map<Integer, Long> ends = new HashMap<>();
        inputs.stream()
                .map(CompletableFuture::join)
                .forEach(sent -> ends.merge(sent.partition(), sent.offset() + 1, Math::max));
        waiting().until(() -> {
            Map<Integer, Long> committed = rig.topics().committed(group);
            return ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
        waiting().until(() -> talker.connected() == number);
    }

    private ConditionFactory waiting() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .failFast(() -> assertThat(bridges).noneMatch(Bridge::diedByItself));
    }

    @Test
    void whatIsSaidUnaskedArrivesAlthoughTheBridgeIsKilledAgainAndAgain() {
        startBridge();
        openSessions(SESSIONS);
        try (Heard heard = new Heard(rig.broker().harnessBrokers())) {
            talker.gaps();
            talker.talk(EVERY_MILLIS);
            for (int change = 0; change < CHANGES; change++) {
                bridges.get(bridges.size() - 1).kill();
                startBridge();
                waiting().until(() -> talker.connected() == SESSIONS);
                Proof.let(BETWEEN_CHANGES);
            }
            verdict("the bridge killed " + CHANGES + " times", heard);
        }
    }

    @Test
    void whatIsSaidUnaskedArrivesAlthoughBridgesAreReplacedOneByOne() {
        startBridge();
        openSessions(SESSIONS);
        try (Heard heard = new Heard(rig.broker().harnessBrokers())) {
            talker.gaps();
            talker.talk(EVERY_MILLIS);
            for (int change = 0; change < CHANGES; change++) {
                Bridge before = bridges.get(bridges.size() - 1);
                startBridge();
                waiting().until(() -> rig.topics().members(group) == 2);
                Proof.let(BETWEEN_CHANGES);
                before.terminate();
                before.awaitExit(PATIENCE);
                waiting().until(() -> talker.connected() == SESSIONS);
                Proof.let(BETWEEN_CHANGES);
            }
            verdict("a rolling restart, " + CHANGES + " times", heard);
        }
    }

    private void verdict(String scenario, Heard heard) {
        long said = talker.hush();
        waiting().until(() -> heard.read().size() >= said);
        long twice = heard.read().values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "%s: %d things said unasked to %d sessions, %d lost, %d came twice; %s%n",
                scenario, said, SESSIONS, said - heard.read().size(), twice, talker.gaps());
        assertThat(heard.read()).hasSize((int) said);
    }

    @Test
    void aBridgeTakesManySessionsOverAsFastAsItMayConnect() {
        Bridge first = startBridge(RATE, MANY);
        openSessions(MANY);
        first.kill();
        waiting().until(() -> talker.connected() == 0);
        startBridge(RATE, MANY);
        // The member that was killed counts until the broker misses it.
        waiting().until(() -> rig.topics().members(group) == 0 || talker.connected() > 0);
        waiting().until(() -> rig.topics().members(group) > 0);
        long begun = System.nanoTime();
        waiting().until(() -> talker.connected() == MANY);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(
                "%d sessions taken over at connectRate=%d in %.1f s; %s%n",
                MANY, RATE, took.toMillis() / 1e3, talker.gaps());
        assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(MANY / RATE).plus(BESIDE_THE_RATE));
    }

    /** What the reply topic has of what was said unasked, and how often. */
    private static final class Heard implements AutoCloseable {

        private static final ObjectMapper JSON = new ObjectMapper();

        private final KafkaConsumer<String, String> consumer;
        private final Map<String, Integer> times = new HashMap<>();

        private Heard(String brokers) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer());
            consumer.assign(IntStream.range(0, Broker.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.OUTPUT, partition))
                    .toList());
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
        }

        private Map<String, Integer> read() {
            consumer.poll(Duration.ofMillis(100)).forEach(this::note);
            return times;
        }

        private void note(ConsumerRecord<String, String> record) {
            try {
                JsonNode output = JSON.readTree(record.value());
                String text = output.path("text").asText();
                if (text.startsWith(TalkerMain.WORD)) {
                    assertThat(output.path("unsolicited").asBoolean()).isTrue();
                    assertThat(output.path("sessionId").asText()).isEqualTo(record.key());
                    times.merge(text, 1, Integer::sum);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
