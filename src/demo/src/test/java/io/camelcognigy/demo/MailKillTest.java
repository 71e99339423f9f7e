package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge that is killed (kill -9) in mid-turn loses no mail. What was under way is asked again; if its
 * answer had gone out already, a second one follows with the same Message-ID.
 *
 * <p>For the long proof: {@code ./mvnw test -Dtest=MailKillTest -Dkills=20}.
 */
class MailKillTest {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int MAILS_PER_KILL = 4;
    /** At each kill all mails that were sent by then may be under way, side by side. */
    private static final int MOST_UNDER_WAY = MAILS_PER_KILL * KILLS * (KILLS + 1) / 2;

    private static final long SEED = 20;
    private static final String ADDRESS = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(SEED);
    private EmbeddedMail mailServer;
    private SimulatedEndpoint endpoint;
    private MailProbe probe;
    private Process bridge;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        mailServer = EmbeddedMail.start(0, 0);
        endpoint = SimulatedEndpoint.builder().bot(this::answer).start();
        probe = new MailProbe(mailServer);
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.destroyForcibly();
        }
        endpoint.close();
        mailServer.close();
    }

    private void answer(ReceivedInput input, Reply reply) {
        reply.after(Duration.ofMillis(150), () -> {
            reply.say("answer to " + input.text());
            reply.finalPing();
        });
    }

    @Test
    void everyMailIsAnsweredAndASecondAnswerHasTheSameMessageId() throws Exception {
        int mails = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = endpoint.journal().inputCount();
            for (int i = 0; i < MAILS_PER_KILL; i++) {
                probe.send(
                        ANNA,
                        ADDRESS,
                        "From: " + ANNA,
                        "To: " + ADDRESS,
                        "Subject: question",
                        "Message-ID: <m" + mails + "@localhost>",
                        "",
                        "question-" + mails);
                mails++;
            }
            bridge = startBridge();
            int reach = 1 + random.nextInt(MAILS_PER_KILL - 1);
            MailProbe.waiting().atMost(PATIENCE).until(() -> endpoint.journal().inputCount() >= before + reach);
            bridge.destroyForcibly().waitFor();
            assertThat(unanswered()).as("killed in mid-turn").isPositive();
        }
        bridge = startBridge();
        MailProbe.waiting().atMost(PATIENCE).until(() -> unanswered() == 0);

        List<Stored> answers = probe.mails(ANNA);
        Set<String> expected = IntStream.range(0, mails)
                .mapToObj(i -> "<m" + i + "@localhost>")
                .collect(Collectors.toSet());
        Set<String> answered = headers(answers, "In-Reply-To");
        Set<String> ids = headers(answers, "Message-ID");
        assertThat(answered).isEqualTo(expected);
        assertThat(ids)
                .as("one Message-ID for each mail, whatever was sent twice")
                .hasSize(mails);
        assertThat(answers.size() - mails).as("second answers").isBetween(0, MOST_UNDER_WAY);
        long askedAgain = endpoint.journal().inputCount() - mails;
        assertThat(askedAgain).isBetween(0L, (long) MOST_UNDER_WAY);
        System.out.printf(
                "%d kills, %d mails: all answered, %d twice; the bot heard %d again%n",
                KILLS, mails, answers.size() - mails, askedAgain);
    }

    private long unanswered() {
        return probe.mails(ADDRESS).stream()
                .filter(mail -> !mail.is(Flags.Flag.ANSWERED))
                .count();
    }

    private static Set<String> headers(List<Stored> mails, String name) throws MessagingException {
        Set<String> values = new HashSet<>();
        for (Stored mail : mails) {
            values.add(mail.header(name));
        }
        return values;
    }

    private Process startBridge() throws IOException {
        return Java.program(
                        DemoApplication.class,
                        List.of("-XX:TieredStopAtLevel=1"),
                        List.of(
                                "--camel.main.routes-include-pattern=file:routes/mail.yaml",
                                "--mail.imap-url=" + mailServer.imapUrl(),
                                "--mail.smtp-url=" + mailServer.smtpUrl(),
                                "--mail.address=" + ADDRESS,
                                "--mail.password=" + ADDRESS,
                                "--mail.secret=a-secret-that-outlives-the-kill",
                                "--mail.answers-per-hour=1000",
                                "--mail.poll-interval=100ms",
                                "--mail.starttls=false",
                                "--mail.since=all",
                                "--operate.state-file=" + folder.resolve("bridge.state"),
                                "--cognigy.endpoint-url=" + endpoint.endpointUrl()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "bridge.log")))
                .start();
    }
}
