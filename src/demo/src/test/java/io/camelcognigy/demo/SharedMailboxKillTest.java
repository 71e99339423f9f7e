package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.register.PostgresServer;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.mail.Flags.Flag;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of two bridges on one mailbox, that share a PostgreSQL, one is killed (kill -9) in the middle: the other answers the rest, in
 * order, and only what was under way may be asked and answered twice.
 */
@Tag("slow")
class SharedMailboxKillTest {

    private static final String BOT = "bot@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int THREADS = 50;
    private static final int MAILS = 200;
    private static final int TURNS = 10;

    private final EmbeddedMail server = EmbeddedMail.start(0, 0);
    private final MailProbe probe = new MailProbe(server);
    private final List<Process> bridges = new ArrayList<>();
    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
            .bot((input, reply) -> reply.after(Duration.ofMillis(300), () -> {
                reply.say("answer to " + input.text());
                reply.finalPing();
            }))
            .start();
    private PostgresServer postgres;

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        bridges.forEach(Process::destroyForcibly);
        endpoint.close();
        server.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private static String person(int thread) {
        return "person-" + thread + "@localhost";
    }

    private static String id(int thread, int number) {
        return "<" + thread + "." + number + "@client.example>";
    }

    private void write(int thread, int number) {
        probe.send(
                person(thread),
                BOT,
                "From: " + person(thread),
                "Subject: hello",
                "Message-ID: " + id(thread, number),
                number == 0 ? "X-First: yes" : "References: " + id(thread, 0),
                "",
                "question " + number);
    }

    @Test
    void theOtherBridgeFinishesWhatAKilledOneLeaves() throws Exception {
        postgres = PostgresServer.start();
        for (int i = 0; i < MAILS; i++) {
            write(i % THREADS, i / THREADS);
        }
        String database = postgres.newDatabase();
        startBridge(database);
        startBridge(database);
        MailProbe.waiting().atMost(PATIENCE).until(() -> endpoint.journal().inputCount() >= MAILS / 3);
        bridges.get(0).destroyForcibly().waitFor();
        assertThat(probe.unseen(BOT)).as("killed in the middle").isPositive();

        MailProbe.waiting().atMost(PATIENCE).until(() -> probe.unseen(BOT) == 0);
        assertThat(probe.mails(BOT)).hasSize(MAILS).allMatch(mail -> mail.is(Flag.ANSWERED));
        int twice = 0;
        for (int thread = 0; thread < THREADS; thread++) {
            List<String> answered = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (Stored mail : probe.mails(person(thread))) {
                ids.add(mail.header("Message-ID"));
                if (answered.contains(mail.header("In-Reply-To"))) {
                    twice++;
                } else {
                    answered.add(mail.header("In-Reply-To"));
                }
            }
            assertThat(answered)
                    .as("the answers of thread %s", thread)
                    .containsExactly(id(thread, 0), id(thread, 1), id(thread, 2), id(thread, 3));
            assertThat(ids).hasSize(4);
        }
        long again = endpoint.journal().inputCount() - MAILS;
        assertThat(twice).isBetween(0, TURNS);
        assertThat(again).isBetween(0L, (long) TURNS);
        Map<String, List<String>> heard = new LinkedHashMap<>();
        for (ReceivedInput input : endpoint.journal().inputs()) {
            List<String> texts = heard.computeIfAbsent(input.sessionId(), unknown -> new ArrayList<>());
            if (!texts.contains(input.text())) {
                texts.add(input.text());
            }
        }
        assertThat(heard.values())
                .hasSize(THREADS)
                .allMatch(texts -> texts.equals(List.of("question 0", "question 1", "question 2", "question 3")));
        System.out.printf(
                "%d mails of %d threads, one of two bridges killed: all answered, %d asked again, %d answered twice%n",
                MAILS, THREADS, again, twice);
    }

    private void startBridge(String database) throws IOException {
        int number = bridges.size();
        bridges.add(Java.program(
                        DemoApplication.class,
                        List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                        List.of(
                                "--camel.main.routes-include-pattern=file:routes/mail.yaml",
                                "--mail.imap-url=" + server.imapUrl(),
                                "--mail.smtp-url=" + server.smtpUrl(),
                                "--mail.address=" + BOT,
                                "--mail.password=" + BOT,
                                "--mail.secret=a-secret-that-both-have",
                                "--mail.answers-per-hour=1000",
                                "--mail.turns=" + TURNS,
                                "--mail.poll-interval=100ms",
                                "--mail.starttls=false",
                                "--mail.since=all",
                                "--operate.port=0",
                                "--operate.state-file=" + folder.resolve("bridge-" + number + ".state"),
                                "--register.url=" + database,
                                "--register.username=postgres",
                                "--register.password=postgres",
                                "--cognigy.endpoint-url=" + endpoint.endpointUrl()))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "bridge-" + number + ".log")))
                .start());
    }
}
