package io.camelcognigy.demo;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.jms.ClassicBroker;
import io.camelcognigy.jms.JmsProbe;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.jms.Message;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A bridge that is killed (kill -9) in mid-turn loses nothing. What it had not acknowledged is asked again. A message is
 * acknowledged after its answers are on their queue, so those of a turn that the kill finds in between come twice: at most
 * one turn of each session. On an Artemis by its own client; and, in transacted sessions, on an ActiveMQ Classic.
 *
 * <p>For the long proof: {@code ./mvnw test -Dtest=JmsKillTest -Dkills=20}.
 */
class JmsKillTest {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int CONSUMERS = 2;
    private static final int GROUPS = 6;
    private static final int QUESTIONS_PER_KILL = 18;
    private static final long SEED = 20;

    private final Random random = new Random(SEED);
    private BrokerUnderTest broker;
    private SimulatedEndpoint endpoint;
    private JmsProbe probe;
    private Process bridge;

    @TempDir
    Path folder;

    /** The broker, how a bridge is told of it, and how the test asks it. */
    private record BrokerUnderTest(
            AutoCloseable server,
            List<String> settings,
            Supplier<JmsProbe> probe,
            ToLongFunction<String> messageCounts) {

        long messageCount(String queue) {
            return messageCounts.applyAsLong(queue);
        }
    }

    private enum Kind {
        ARTEMIS {
            @Override
            BrokerUnderTest start() {
                EmbeddedArtemis artemis =
                        EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
                return new BrokerUnderTest(
                        artemis,
                        List.of("--jms.url=" + artemis.url()),
                        () -> new JmsProbe(artemis.url()),
                        artemis::messageCount);
            }
        },
        CLASSIC {
            @Override
            BrokerUnderTest start() {
                ClassicBroker classic = ClassicBroker.start();
                return new BrokerUnderTest(
                        classic,
                        List.of(
                                "--jms.mode=transacted",
                                "--jms.connection-factory.class=org.apache.activemq.ActiveMQConnectionFactory",
                                "--jms.connection-factory.properties.brokerURL=" + classic.url()),
                        () -> new JmsProbe(classic.factory()),
                        classic::messageCount);
            }
        };

        abstract BrokerUnderTest start();
    }

    private void start(Kind kind) {
        broker = kind.start();
        endpoint = SimulatedEndpoint.builder().bot(this::answer).start();
        probe = broker.probe().get();
    }

    @AfterEach
    void stop() throws Exception {
        if (bridge != null) {
            bridge.destroyForcibly();
        }
        probe.close();
        endpoint.close();
        broker.server().close();
    }

    /** Two outputs, some time apart, so that a kill comes before, between and after them. */
    private void answer(ReceivedInput input, Reply reply) {
        int pause;
        synchronized (random) {
            pause = 5 + random.nextInt(60);
        }
        reply.after(Duration.ofMillis(pause), () -> {
            reply.say("first " + input.text());
            reply.after(Duration.ofMillis(pause), () -> {
                reply.say("second " + input.text());
                reply.finalPing();
            });
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingIsLostAndOnlyTheTurnsUnderWayAreAnsweredTwice(Kind kind) throws Exception {
        start(kind);
        int questions = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = endpoint.journal().inputCount();
            for (int i = 0; i < QUESTIONS_PER_KILL; i++) {
                probe.ask("question-" + questions, group("group-" + questions % GROUPS));
                questions++;
            }
            bridge = startBridge();
            int reach = 2 + random.nextInt(QUESTIONS_PER_KILL / 2);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> endpoint.journal().inputCount() >= before + reach);
            bridge.destroyForcibly().waitFor();
            assertThat(broker.messageCount("chat.input"))
                    .as("killed in mid-turn")
                    .isPositive();
        }
        bridge = startBridge();
        List<Message> answers = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> broker.messageCount("chat.input") == 0);
        answers.addAll(probe.drain("chat.output"));

        Map<String, Long> times = answers.stream()
                .map(JmsKillTest::words)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        assertThat(times).hasSize(2 * questions);
        Set<Integer> twice = answers.stream()
                .filter(answer -> times.get(words(answer)) > 1)
                .map(JmsKillTest::number)
                .collect(Collectors.toSet());
        assertThat(twice).hasSizeLessThanOrEqualTo(KILLS * GROUPS);
        assertThat(broker.messageCount("chat.dead-letter")).isZero();
        for (int g = 0; g < GROUPS; g++) {
            String group = "group-" + g;
            assertThat(answers.stream()
                            .filter(answer -> group.equals(property(answer, "JMSXGroupID")))
                            .map(JmsKillTest::number))
                    .isSorted();
        }
        long askedAgain = endpoint.journal().inputCount() - questions;
        assertThat(askedAgain).isBetween(0L, (long) KILLS * GROUPS);
        System.out.printf(
                "%s: %d kills, %d questions: all answered, %d twice; the bot heard %d questions again%n",
                kind, KILLS, questions, twice.size(), askedAgain);
    }

    private static String words(Message answer) {
        try {
            return new ObjectMapper().readTree(text(answer)).get("text").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Integer number(Message answer) {
        return Integer.valueOf(words(answer).replaceAll("\\D", ""));
    }

    private Process startBridge() throws IOException {
        List<String> arguments = new ArrayList<>(broker.settings());
        arguments.addAll(List.of(
                "--camel.main.routes-include-pattern=file:routes/jms.yaml",
                "--jms.consumers=" + CONSUMERS,
                "--operate.state-file=" + folder.resolve("bridge.state"),
                "--cognigy.endpoint-url=" + endpoint.endpointUrl()));
        return Java.program(DemoApplication.class, List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "bridge.log")))
                .start();
    }
}
