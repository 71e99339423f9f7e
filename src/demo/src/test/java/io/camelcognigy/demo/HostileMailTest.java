package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever a mail looks like, it is dealt with, nobody but its sender gets an answer, and nothing of it stays in memory.
 * {@code -Dhostile.mails=10000} for many, {@code -Dhostile.seed=…} for others.
 */
class HostileMailTest {

    private static final int MAILS = Integer.getInteger("hostile.mails", 150);
    private static final long SEED = Long.getLong("hostile.seed", 20261122L);
    private static final int BATCH = 100;
    private static final int SENDERS = 10;
    private static final long MAY_GROW_BYTES = 48L << 20;
    private static final String BOT = "bot@localhost";

    @Test
    void eachIsDealtWithAndOnlyItsSenderIsAnswered() throws Exception {
        HostileMails mails = new HostileMails(SEED);
        try (EmbeddedMail server = EmbeddedMail.start(0, 0);
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .bot(new DemoBot())
                        .journalBound(100)
                        .start();
                MailBridge bridge = new MailBridge(
                        server, endpoint.endpointUrl(), BOT, Map.of("mail.answers-per-hour", "1000000"))) {
            MailProbe probe = new MailProbe(server);
            long early = 0;
            int answers = 0;
            int failed = 0;
            int refused = 0;
            for (int first = 0; first < MAILS; first += BATCH) {
                Map<String, String> senders = new HashMap<>();
                for (int i = first; i < Math.min(first + BATCH, MAILS); i++) {
                    String sender = "u" + i % SENDERS + "@localhost";
                    String id = "<" + i + "@client.example>";
                    senders.put(id, sender);
                    refused += probe.offer(sender, BOT, mails.next(sender, id)) ? 0 : 1;
                }
                MailProbe.waiting()
                        .atMost(Duration.ofSeconds(40))
                        .untilAsserted(() -> assertThat(probe.unseen(BOT))
                                .as("unseen, of %s", bridge.numbers())
                                .isZero());
                for (int i = 0; i < SENDERS; i++) {
                    String sender = "u" + i + "@localhost";
                    for (Stored answer : probe.mails(sender)) {
                        assertThat(answer.header("To")).isEqualTo(sender);
                        assertThat(answer.header("Cc")).isNull();
                        assertThat(answer.header("Bcc")).isNull();
                        assertThat(senders.getOrDefault(answer.header("In-Reply-To"), sender))
                                .isEqualTo(sender);
                        answers++;
                    }
                }
                failed += probe.count(BOT, "Failed");
                assertThat(probe.count(HostileMails.EVE, "INBOX")).isZero();
                clean(probe);
                if (first / BATCH == 4) {
                    early = usedAfterCollection();
                }
            }
            System.out.printf(
                    "%d hostile mails: %d answered, %d failed, %d refused by the mail server%n",
                    MAILS, answers, failed, refused);
            assertThat(answers).isGreaterThan(MAILS / 3);
            if (MAILS >= 2_000) {
                long late = usedAfterCollection();
                System.out.printf("heap in use: %d kB after 500 mails, %d kB at the end%n", early >> 10, late >> 10);
                assertThat(late - early).isLessThan(MAY_GROW_BYTES);
            }
        }
    }

    private static void clean(MailProbe probe) {
        List.of("INBOX", "Failed").forEach(folder -> probe.empty(BOT, folder));
        for (int i = 0; i < SENDERS; i++) {
            probe.empty("u" + i + "@localhost", "INBOX");
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
