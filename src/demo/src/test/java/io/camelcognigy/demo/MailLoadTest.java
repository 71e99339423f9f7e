package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Threads do not wait for each other: {@code turns} of them are asked at once, each in order. {@code -Dmail.threads=500
 * -Dmail.perThread=4 -Dmail.think=2000} for the long proof.
 */
class MailLoadTest {

    private static final int THREADS = Integer.getInteger("mail.threads", 30);
    private static final int PER_THREAD = Integer.getInteger("mail.perThread", 3);
    private static final int THINK_MILLIS = Integer.getInteger("mail.think", 500);
    private static final int TURNS = Integer.getInteger("mail.turns", 15);
    private static final String BOT = "bot@localhost";

    private final AtomicInteger thinking = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private void think(ReceivedInput input, Reply reply) {
        most.accumulateAndGet(thinking.incrementAndGet(), Math::max);
        reply.after(Duration.ofMillis(THINK_MILLIS), () -> {
            thinking.decrementAndGet();
            reply.say("answer to " + input.text());
            reply.finalPing();
        });
    }

    @Test
    void threadsAreAskedSideBySideAndEachInOrder() throws Exception {
        try (EmbeddedMail server = EmbeddedMail.start(0, 0);
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .bot(this::think)
                        .journalBound(100_000)
                        .start()) {
            MailProbe probe = new MailProbe(server);
            for (int i = 0; i < PER_THREAD; i++) {
                for (int t = 0; t < THREADS; t++) {
                    List<String> mail = new ArrayList<>(
                            List.of("From: u" + t + "@localhost", "Message-ID: <" + t + "." + i + "@client.example>"));
                    if (i > 0) {
                        mail.add("References: <" + t + ".0@client.example>");
                    }
                    mail.addAll(List.of("", t + "." + i));
                    probe.send("u" + t + "@localhost", BOT, mail.toArray(String[]::new));
                }
            }
            long begin = System.nanoTime();
            try (MailBridge bridge =
                    new MailBridge(server, endpoint.endpointUrl(), BOT, Map.of("mail.turns", String.valueOf(TURNS)))) {
                MailProbe.waiting()
                        .atMost(Duration.ofMinutes(10))
                        .until(() -> bridge.numbers().answered() == THREADS * PER_THREAD);
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        "%d mails of %d threads, a bot of %d ms: %.1f s, %.1f mails/s, at most %d at once%n",
                        THREADS * PER_THREAD,
                        THREADS,
                        THINK_MILLIS,
                        seconds,
                        THREADS * PER_THREAD / seconds,
                        most.get());
            }
            assertThat(most).matches(number -> number.get() > 1 && number.get() <= TURNS);
            assertThat(endpoint.journal().inputs()).hasSize(THREADS * PER_THREAD);
            Map<String, List<String>> threads = endpoint.journal().inputs().stream()
                    .collect(Collectors.groupingBy(
                            ReceivedInput::sessionId, Collectors.mapping(ReceivedInput::text, Collectors.toList())));
            assertThat(threads).hasSize(THREADS);
            assertThat(threads.values())
                    .allSatisfy(texts -> assertThat(texts).isSortedAccordingTo(Comparator.naturalOrder()));
            for (int t = 0; t < THREADS; t++) {
                List<String> answered = new ArrayList<>();
                for (MailProbe.Stored answer : probe.mails("u" + t + "@localhost")) {
                    answered.add(answer.header("In-Reply-To"));
                }
                assertThat(answered).hasSize(PER_THREAD).isSorted();
            }
        }
    }
}
