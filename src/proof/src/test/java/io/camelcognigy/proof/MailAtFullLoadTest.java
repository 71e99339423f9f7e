package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * By mail, on a Dovecot and a Postfix, with a bot that thinks for 2 s: as many turns are under way as may be, each thread is
 * answered in order, and nobody twice.
 *
 * <p>With 2,000 mails of 500 threads: {@code ./mvnw -q -Pproof test -Dtest=MailAtFullLoadTest -Dproof.long=true}.
 */
@Tag("slow")
class MailAtFullLoadTest {

    private static final int THREADS = Proof.of(50, 500);
    private static final int PER_THREAD = 4;
    private static final int TURNS = 50;
    private static final Duration THINKING = Duration.ofSeconds(2);
    /** With turns of 2 s 25 are all that there can be; the short run begins with a cold JVM, and may be beside others. */
    private static final int LEAST_PER_SECOND = Proof.of(3, 20);

    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(2, 10));

    private void think(ReceivedInput input, Reply reply) {
        reply.after(THINKING, () -> {
            reply.say("answer to " + input.text());
            reply.finalPing();
        });
    }

    @Test
    void allTurnsAreUsedAndEachThreadIsAnsweredInOrderAndNobodyTwice() throws Exception {
        List<Stamp> sent = IntStream.range(0, PER_THREAD * THREADS)
                .mapToObj(i -> new Stamp("person-" + i % THREADS, i / THREADS, new UUID(1, i)))
                .toList();
        try (DovecotAndPostfix server = DovecotAndPostfix.start();
                PostOffice office = new PostOffice(server, DovecotAndPostfix.PASSWORD);
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .bot(this::think)
                        .journalBound(100_000)
                        .start()) {
            office.send(sent);
            await().atMost(PATIENCE).until(() -> office.mails(PostOffice.BOT) == sent.size());
            // Postfix delivers several at once, and so in an order of its own.
            List<Stamp> came = office.stamps(PostOffice.BOT);
            assertThat(came).containsExactlyInAnyOrderElementsOf(sent);

            try (Bridge bridge = Bridge.startMail(
                    "bridge-mail", endpoint.endpointUrl(), server, "--mail.since=all", "--mail.turns=" + TURNS)) {
                await().atMost(PATIENCE)
                        .failFast(bridge::diedByItself)
                        .until(() -> !endpoint.journal().inputs().isEmpty());
                long begin = System.nanoTime();
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .failFast(bridge::diedByItself)
                        .until(() -> office.mails(DovecotAndPostfix.PEOPLE) >= sent.size());
                double seconds = (System.nanoTime() - begin) / 1e9;
                double perSecond = sent.size() / seconds;
                System.out.printf(
                        "%d mails of %d threads, %d turns of %d s: %.1f s, %.1f mails/s%n",
                        sent.size(), THREADS, TURNS, THINKING.toSeconds(), seconds, perSecond);
                await().atMost(PATIENCE).until(() -> office.unseen(PostOffice.BOT) == 0);

                assertThat(inOrderByKey(office.stamps(DovecotAndPostfix.PEOPLE)))
                        .isEqualTo(inOrderByKey(came));
                assertThat(inOrderByKey(endpoint.journal().inputs().stream()
                                .map(input -> Stamp.find(input.text()).orElseThrow())
                                .toList()))
                        .isEqualTo(inOrderByKey(came));
                assertThat(perSecond).isGreaterThan(LEAST_PER_SECOND);
            }
        }
    }

    /** What was said, thread by thread. */
    private static Map<String, List<Stamp>> inOrderByKey(List<Stamp> stamps) {
        return stamps.stream().collect(Collectors.groupingBy(Stamp::key));
    }
}
