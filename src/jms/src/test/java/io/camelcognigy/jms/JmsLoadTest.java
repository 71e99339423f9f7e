package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for the bot, or for the turn before, costs no thread; and no more is taken than {@code jms.turns}. */
class JmsLoadTest {

    private static final int CONSUMERS = 2;

    private EmbeddedArtemis artemis;
    private JmsProbe probe;

    @BeforeEach
    void start() {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        probe = new JmsProbe(artemis.url());
    }

    @AfterEach
    void stop() {
        probe.close();
        artemis.close();
    }

    private SimulatedEndpoint endpoint(Bot bot) throws Exception {
        return SimulatedEndpoint.builder().bot(bot).journalBound(10_000).start();
    }

    /** Those of Camel and of the JMS client; the simulated endpoint and the broker have their own. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("Camel .*|cognigy-.*|chat-jms-.*|.*activemq-client-(?!global-).*"))
                .count();
    }

    @Test
    void manySessionsAreServedAtOnceByTwoConsumers() throws Exception {
        int sessions = 300;
        Bot slow = (input, reply) -> reply.after(Duration.ofSeconds(2), () -> {
            reply.say("heard " + input.text());
            reply.finalPing();
        });
        try (SimulatedEndpoint endpoint = endpoint(slow);
                JmsRoutes routes = new JmsRoutes(artemis, endpoint, CONSUMERS)) {
            long start = System.nanoTime();
            for (int i = 0; i < sessions; i++) {
                probe.ask("question-" + i, group("person-" + i));
            }
            await().until(() -> endpoint.journal().inputCount() > sessions / 2);
            long waiting = threads();
            Collection<Message> answers = probe.receive(probe.queue("chat.output"), sessions);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(answers)
                    .extracting(answer -> property(answer, "JMSXGroupID"))
                    .doesNotHaveDuplicates();
            System.out.printf(
                    "%d sessions, 2 s each, %d consumers: %d ms, %d threads while they wait, %d when all are answered%n",
                    sessions, CONSUMERS, took.toMillis(), waiting, threads());
            assertThat(took).isLessThan(Duration.ofSeconds(15));
            assertThat(waiting).isLessThan(60);
            assertThat(threads()).isLessThan(60);
            await().until(() -> artemis.messageCount("chat.input") == 0);
            assertThat(routes.camel().isStarted()).isTrue();
        }
    }

    @Test
    void oneBusyGroupIsAnsweredInOrderAndNothingOfItIsADeadLetter() throws Exception {
        int questions = 300;
        Bot bot = (input, reply) -> {
            reply.say(input.text());
            reply.finalPing();
        };
        try (SimulatedEndpoint endpoint = endpoint(bot);
                JmsRoutes routes = new JmsRoutes(artemis, endpoint, CONSUMERS)) {
            for (int i = 0; i < questions; i++) {
                probe.ask("question-" + i, group("anna"));
            }
            assertThat(probe.receive(probe.queue("chat.output"), questions))
                    .extracting(answer -> text(answer).replaceAll(".*(question-\\d+).*", "$1"))
                    .containsExactlyElementsOf(IntStream.range(0, questions)
                            .mapToObj(i -> "question-" + i)
                            .toList());
            assertThat(artemis.messageCount("chat.dead-letter")).isZero();
            assertThat(routes.camel().isStarted()).isTrue();
        }
    }

    @Test
    void noMoreIsTakenThanTheBoundAndAStopGivesBackWhatHasNotBegun() throws Exception {
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        Bot bot = (input, reply) -> waiting.add(() -> {
            reply.say(input.text());
            reply.finalPing();
        });
        try (SimulatedEndpoint endpoint = endpoint(bot)) {
            JmsRoutes routes = new JmsRoutes(artemis.url(), endpoint, CONSUMERS, 5);
            for (int i = 0; i < 10; i++) {
                probe.ask("question-" + i, group(i < 5 ? "anna" : "person-" + i));
            }
            await().until(() -> routes.status().taken() == 5 && !waiting.isEmpty());
            await().during(Duration.ofMillis(300)).until(() -> routes.status().taken() <= 5);
            int begun = waiting.size();

            var stopped = CompletableFuture.runAsync(routes::close);
            await().until(() -> routes.camel().isStopping());
            waiting.forEach(Runnable::run);
            stopped.join();

            assertThat(endpoint.journal().inputCount()).isEqualTo(begun);
            assertThat(probe.drain("chat.output")).hasSize(begun);
            assertThat(probe.drain("chat.dead-letter")).isEmpty();
            assertThat(artemis.messageCount("chat.input")).isEqualTo(10 - begun);
        }
    }

    /** Each that waits lets the next go on: with all on one stack, a long queue would overflow it. */
    @Test
    void aStopGivesBackALongQueueOfOneGroup() throws Exception {
        int questions = 1000;
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        try (SimulatedEndpoint endpoint = endpoint((input, reply) -> waiting.add(reply::finalPing))) {
            JmsRoutes routes = new JmsRoutes(artemis, endpoint, CONSUMERS);
            for (int i = 0; i < questions; i++) {
                probe.ask("question-" + i, group("anna"));
            }
            await().until(() -> routes.status().taken() == questions && waiting.size() == 1);

            var stopped = CompletableFuture.runAsync(routes::close);
            await().until(() -> routes.camel().isStopping());
            waiting.remove().run();
            stopped.join();

            assertThat(artemis.messageCount("chat.input")).isEqualTo(questions - 1);
            assertThat(waiting).isEmpty();
        }
    }
}
