package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.AgentSettings.Reconnecting;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever races with whatever, on real threads and with real timers: each caller is told exactly once, nothing is
 * written twice, a failure is in doubt if and only if its input was written, and the counters come back to zero.
 */
class RaceTest {

    private static final int SUBMITTERS = 4;
    private static final int TURNS = 10_000;
    private static final int SESSIONS = 25;
    private static final long SEED = 20_240_229;

    private final ScheduledExecutorService transport = Executors.newScheduledThreadPool(3);
    private final ExecutorService routes = Executors.newFixedThreadPool(4);
    private final ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS);
    private final SystemTime time = new SystemTime(Executors.defaultThreadFactory());
    private final ChaosConnector connector = new ChaosConnector(transport, new Random(SEED));
    private final Agent agent = new Agent(settings(), connector, time, routes, new Random(SEED + 1)::nextDouble);

    private final AtomicIntegerArray told = new AtomicIntegerArray(TURNS);
    private final AtomicInteger completed = new AtomicInteger();
    /** Keeps the submitters at the pace of the turns, with a few waiting in each session. */
    private final Semaphore underWay = new Semaphore(3 * SESSIONS);

    private final CountDownLatch allTold = new CountDownLatch(TURNS);
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        agent.close();
        time.close();
        transport.shutdownNow();
        routes.shutdownNow();
        submitters.shutdownNow();
    }

    @Test
    void turnsThatRaceTimeoutPingErrorLossAndEvictionEndExactlyOnce() throws InterruptedException {
        agent.subscribe(new MoodyConsumer());
        submitAll(new CountDownLatch(0));

        assertEveryCallerIsToldOnce();
        assertThat(completed.get()).as("turns that came to a good end").isGreaterThan(TURNS / 20);
        agent.close();
        assertCountersAreZero();
    }

    @Test
    void turnsThatRaceTheStopEndExactlyOnce() throws InterruptedException {
        agent.subscribe(new MoodyConsumer());
        CountDownLatch half = new CountDownLatch(TURNS / 2);
        submitAll(half);
        assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
        agent.close();

        assertEveryCallerIsToldOnce();
        assertCountersAreZero();
    }

    private void submitAll(CountDownLatch progress) {
        for (int submitter = 0; submitter < SUBMITTERS; submitter++) {
            int first = submitter;
            submitters.execute(() -> {
                Random random = new Random(SEED + 10 + first);
                for (int turn = first; turn < TURNS; turn += SUBMITTERS) {
                    underWay.acquireUninterruptibly();
                    agent.submit(request(turn, random), new Caller(turn));
                    progress.countDown();
                    if (random.nextInt(10) == 0) {
                        agent.typing("s-" + random.nextInt(SESSIONS), TypingStatus.ON);
                    }
                }
            });
        }
    }

    private void assertEveryCallerIsToldOnce() throws InterruptedException {
        assertThat(allTold.await(60, TimeUnit.SECONDS))
                .as("callers that were not told: %d", allTold.getCount())
                .isTrue();
        for (int turn = 0; turn < TURNS; turn++) {
            assertThat(told.get(turn))
                    .as("times that the caller of turn %d was told", turn)
                    .isOne();
        }
        assertThat(faults).isEmpty();
        assertThat(connector.faults).isEmpty();
    }

    private void assertCountersAreZero() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            AgentSnapshot now = agent.snapshot();
            assertThat(new int[] {now.sessions(), now.connected(), now.inTurn(), now.waitingTurns()})
                    .containsOnly(0);
        });
    }

    private static TurnRequest request(int turn, Random random) {
        String session = "s-" + random.nextInt(SESSIONS);
        return new TurnRequest(
                new TurnRequest.Ids(session, session, session),
                new TurnRequest.Input("mark-" + turn, null, false, "camel", null),
                new TurnRequest.Handling(
                        random.nextBoolean() ? Outputs.TO_CALLER : Outputs.TO_CONSUMERS,
                        random.nextInt(4) == 0 ? Completion.SENT : Completion.TURN,
                        Duration.ofMillis(1 + random.nextInt(250)),
                        TurnEnd.values()[random.nextInt(TurnEnd.values().length)],
                        Duration.ofMillis(1)),
                Map.of(),
                null);
    }

    private static AgentSettings settings() {
        return new AgentSettings(
                "race",
                new Connecting(
                        EndpointAddress.parse("https://bot.example/token"),
                        HandshakeMode.QUERY,
                        false,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        OnReadyTimeout.FAIL,
                        5_000,
                        8),
                new Reconnecting(
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(8)),
                        Duration.ofMillis(5),
                        Duration.ofMillis(3)),
                new Bounds(
                        SESSIONS - 2,
                        Duration.ofMillis(20),
                        Duration.ofMillis(10),
                        TURNS / 10,
                        TURNS,
                        50,
                        50,
                        OptionalInt.empty()));
    }

    private final class Caller implements TurnCallback {

        private final int turn;

        private Caller(int turn) {
            this.turn = turn;
        }

        @Override
        public void completed(TurnResult result) {
            completed.incrementAndGet();
            told(true);
        }

        @Override
        public void failed(TurnException failure) {
            told(failure.inDoubt());
        }

        private void told(boolean expectedWritten) {
            if (connector.written.contains("mark-" + turn) != expectedWritten) {
                faults.add("turn " + turn + " was told that it was " + (expectedWritten ? "" : "not ") + "written");
            }
            told.incrementAndGet(turn);
            underWay.release();
            allTold.countDown();
        }
    }

    /** Routes that end at once, later, never in time, or badly. */
    private final class MoodyConsumer implements EventSubscriber {

        private final AtomicInteger mood = new AtomicInteger();

        @Override
        public boolean wants(EventKind kind) {
            return true;
        }

        @Override
        public boolean acknowledgesOnReceipt() {
            return false;
        }

        @Override
        public void deliver(SessionEvent event, Consumer<Throwable> routed) {
            switch (mood.incrementAndGet() % 20) {
                case 0 -> throw new IllegalStateException("planted by the test");
                case 1 -> routed.accept(new IllegalStateException("planted by the test"));
                case 2, 3, 4 -> transport.schedule(() -> routed.accept(null), 2, TimeUnit.MILLISECONDS);
                default -> routed.accept(null);
            }
        }
    }
}
