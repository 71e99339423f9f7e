package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.Loopback;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that has less room than it is asked for, in sessions, file descriptors or memory, still answers everybody. */
@Tag("slow")
class TightBridgeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(2, 5));
    private static final int LARGE_BYTES = 1_900_000;

    @TempDir
    Path folder;

    private SimulatedEndpoint endpoint;
    private Broker broker;
    private Topics topics;
    private Child bridge;
    private Operation operation;
    private final Set<Stamp> sent = new HashSet<>();

    @BeforeEach
    void start() {
        endpoint = SimulatedEndpoint.builder()
                .bot((input, reply) -> {
                    reply.say(Stamp.find(input.text()).orElseThrow() + " 1 of 1");
                    reply.finalPing();
                })
                .journalBound(10_000)
                .start();
        broker = new Broker(folder);
        topics = new Topics(broker.harnessBrokers());
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
        topics.close();
        broker.close();
        endpoint.close();
    }

    @Test
    void aFullHouseLetsEverybodyIn() {
        startBridge("sessions", List.of(), "-Xmx256m", "--camel.component.cognigy.max-sessions=200");
        Duration between = Duration.ofMillis(Proof.of(10, 100));
        for (int key = 0; key < 600; key++) {
            send("guest-" + key, "");
            Proof.let(between);
        }
        awaitAnswers();
        assertThat(topics.deadLetters()).isEmpty();
    }

    @Test
    void sessionsLeaveTheRoadsTheirFileDescriptors() {
        startBridge("descriptors", List.of("bash", "-c", "ulimit -n 512 && exec \"$@\"", "bash"), "-Xmx256m");
        for (int key = 0; key < 2_000; key++) {
            send("caller-" + key, "");
        }
        awaitAnswers();
        assertThat(topics.deadLetters()).isEmpty();
        assertThat(operation.down()).isEmpty();
    }

    @Test
    void whatDoesNotFitIntoMemoryEndsNothingSilently() {
        startBridge("memory", List.of(), "-Xmx300m");
        String padding = " " + "x".repeat(LARGE_BYTES);
        for (int key = 0; key < 400; key++) {
            send("heavy-" + key % 40, padding);
        }
        awaitFinished();
        System.out.printf(
                "400 records of 1.9 MB: %d answered, %d dead letters %s%n",
                topics.answers().size(),
                topics.deadLetters().size(),
                topics.deadLetters().stream()
                        .map(History.DeadLetter::reason)
                        .distinct()
                        .toList());
        assertThat(topics.deadLetters())
                .allSatisfy(letter -> assertThat(letter.reason()).isNotBlank());
        assertThat(bridge.alive()).isTrue();
        await().atMost(PATIENCE).until(operation::ready);
        send("late", "");
        awaitFinished();
    }

    private void startBridge(String name, List<String> before, String heap, String... options) {
        int port = Loopback.freePort();
        operation = new Operation(port);
        List<String> arguments = new ArrayList<>(List.of(
                "--camel.main.routes-include-pattern=file:routes/kafka.yaml",
                "--operate.port=" + port,
                "--operate.state-file=",
                "--cognigy.endpoint-url=" + endpoint.endpointUrl(),
                "--kafka.brokers=" + broker.brokers()));
        arguments.addAll(List.of(options));
        ProcessBuilder program = Java.program(
                BridgeMain.class,
                List.of(heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                arguments);
        List<String> command = new ArrayList<>(before);
        command.addAll(program.command());
        bridge = Child.start("bridge-tight-" + name, program.command(command));
        await().atMost(PATIENCE).until(operation::ready);
    }

    private void send(String key, String padding) {
        Stamp stamp = new Stamp(key, sent.size(), UUID.randomUUID());
        sent.add(stamp);
        topics.send(stamp, null, stamp + padding);
    }

    private void awaitAnswers() {
        long start = System.nanoTime();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<Stamp> missing = new HashSet<>(sent);
            topics.answers().forEach(answer -> missing.remove(answer.stamp()));
            assertThat(missing).isEmpty();
        });
        System.out.printf(
                "%d inputs: %d answers, the last %.1f s after the last input%n",
                sent.size(), topics.answers().size(), (System.nanoTime() - start) / 1e9);
    }

    private void awaitFinished() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(unfinished()).isEmpty());
    }

    private Set<Stamp> unfinished() {
        Set<Stamp> missing = new HashSet<>(sent);
        topics.answers().forEach(answer -> missing.remove(answer.stamp()));
        topics.deadLetters().forEach(letter -> missing.remove(letter.stamp()));
        return missing;
    }
}
