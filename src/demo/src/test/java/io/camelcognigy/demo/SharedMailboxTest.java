package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.register.JdbcRegister;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.mail.Flags.Flag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bridges with one register share a mailbox: each mail has one answer, those of a thread in their order, and its session is
 * nobody else's. A session outlives its bridge.
 */
@Tag("slow")
class SharedMailboxTest {

    private static final String BOT = "bot@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int THREADS = 50;
    private static final int MAILS = 200;

    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final List<AutoCloseable> open = new ArrayList<>();
    private final EmbeddedMail server = EmbeddedMail.start(0, 0);
    private final MailProbe probe = new MailProbe(server);
    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
            .eventBuffer(Duration.ofMinutes(2))
            .bot((input, reply) -> {
                reply.say("answer to " + input.text());
                reply.finalPing();
            })
            .start();

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        endpoint.close();
        server.close();
    }

    /** As another process has it. */
    private MailBridge bridge() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database);
        config.setUsername("sa");
        config.setPassword("");
        HikariDataSource source = new HikariDataSource(config);
        JdbcRegister register = new JdbcRegister(source, (what, error) -> {});
        MailBridge bridge = new MailBridge(
                server,
                endpoint.endpointUrl(),
                Map.of("mail.answers-per-hour", "1000", "mail.turns", "10", "session-idle-timeout", "PT5M"),
                register);
        open.add(source);
        open.add(register);
        open.add(bridge);
        return bridge;
    }

    private void close(MailBridge bridge) throws Exception {
        int at = open.indexOf(bridge);
        for (int i = at; i > at - 3; i--) {
            open.remove(i).close();
        }
    }

    private static String person(int thread) {
        return "person-" + thread + "@localhost";
    }

    /** The mails of a thread all answer its first. */
    private void write(int thread, int number) {
        String first = "<" + thread + ".0@client.example>";
        probe.send(
                person(thread),
                BOT,
                "From: " + person(thread),
                "Subject: hello",
                "Message-ID: <" + thread + "." + number + "@client.example>",
                number == 0 ? "X-First: yes" : "References: " + first,
                "",
                "question " + number);
    }

    @Test
    void twoBridgesAnswerEachMailOnceAndThoseOfAThreadInTheirOrder() throws Exception {
        for (int i = 0; i < MAILS; i++) {
            write(i % THREADS, i / THREADS);
        }
        MailBridge one = bridge();
        MailBridge two = bridge();

        MailProbe.waiting().atMost(PATIENCE).until(() -> probe.unseen(BOT) == 0);
        assertThat(probe.mails(BOT)).hasSize(MAILS).allMatch(mail -> mail.is(Flag.ANSWERED));
        assertThat(probe.mails(BOT, "Failed")).isEmpty();
        assertThat(endpoint.journal().inputCount()).isEqualTo(MAILS);
        for (int thread = 0; thread < THREADS; thread++) {
            assertThat(probe.mails(person(thread)))
                    .extracting(mail -> mail.header("In-Reply-To"))
                    .as("the answers of thread %s", thread)
                    .containsExactly(
                            "<" + thread + ".0@client.example>",
                            "<" + thread + ".1@client.example>",
                            "<" + thread + ".2@client.example>",
                            "<" + thread + ".3@client.example>");
        }
        Map<String, List<String>> heard = new LinkedHashMap<>();
        for (ReceivedInput input : endpoint.journal().inputs()) {
            heard.computeIfAbsent(input.sessionId(), unknown -> new ArrayList<>())
                    .add(input.text());
        }
        assertThat(heard).hasSize(THREADS);
        assertThat(heard.values())
                .allMatch(texts -> texts.equals(List.of("question 0", "question 1", "question 2", "question 3")));
        assertThat(one.numbers().answered()).as("both took part").isPositive();
        assertThat(two.numbers().answered()).as("both took part").isPositive();
        assertThat(endpoint.journal().violations()).isEmpty();
        System.out.printf(
                "%d mails of %d threads: %d answered by one bridge, %d by the other%n",
                MAILS, THREADS, one.numbers().answered(), two.numbers().answered());
    }

    @Test
    void whatIsSaidUnaskedAfterARestartIsAMailInTheThread() throws Exception {
        MailBridge first = bridge();
        write(1, 0);
        probe.awaitMails(person(1), 1);
        probe.awaitSeen(BOT);
        String session = endpoint.journal().inputs().get(0).sessionId();
        close(first);
        MailProbe.waiting().atMost(PATIENCE).until(() -> endpoint.liveConnections(session) == 0);
        endpoint.push(session, "while nobody was there");
        bridge();

        Stored unasked = probe.awaitMails(person(1), 2).get(1);
        assertThat(unasked.header("In-Reply-To")).isEqualTo("<1.0@client.example>");
        assertThat(unasked.header("Subject")).isEqualTo("Re: hello");
        assertThat(unasked.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }
}
