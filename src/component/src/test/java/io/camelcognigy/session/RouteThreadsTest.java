package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Few threads while routes do not block, and one more for each that does: no task ever waits for a blocked one. */
class RouteThreadsTest {

    private static final int PATIENCE_SECONDS = 10;

    private final ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newCachedThreadPool();
    private final ManualTime time = new ManualTime();
    private final RouteThreads routes = new RouteThreads(pool, time);

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void tasksBehindBlockedOnesRunAllTheSame() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(50);
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            routes.execute(() -> {
                blocked.countDown();
                await(gate);
            });
        }
        routes.execute(done::countDown);

        assertThat(blocked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
    }

    @Test
    void aTaskThatComesWhileTheOnlyThreadIsBlockedGetsAnother() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        routes.execute(() -> {
            blocked.countDown();
            await(gate);
        });
        assertThat(blocked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        routes.execute(done::countDown);

        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
    }

    @Test
    void aThousandTasksThatDoNotBlockDoNotTakeAThousandThreads() throws InterruptedException {
        List<Runnable> threads = new ArrayList<>();
        RouteThreads manual = new RouteThreads(threads::add, time);
        CountDownLatch done = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            manual.execute(done::countDown);
        }
        // The only one that was called, and the helper that it calls for the case that it is blocked.
        while (!threads.isEmpty()) {
            threads.remove(0).run();
        }

        assertThat(done.getCount()).isZero();
        assertThat(pool.getLargestPoolSize()).isZero();
    }

    @Test
    void tasksFromManyThreadsRunOnceEach() throws InterruptedException {
        ExecutorService givers = Executors.newFixedThreadPool(4);
        CountDownLatch done = new CountDownLatch(4 * 20_000);
        for (int giver = 0; giver < 4; giver++) {
            givers.execute(() -> {
                for (int i = 0; i < 20_000; i++) {
                    routes.execute(done::countDown);
                }
            });
        }

        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        givers.shutdownNow();
    }

    @Test
    void aTaskThatThrowsOrLeavesAnInterruptDisturbsNoneBehindIt() throws InterruptedException {
        List<Runnable> threads = new ArrayList<>();
        RouteThreads manual = new RouteThreads(threads::add, time);
        List<Boolean> interrupted = new ArrayList<>();
        manual.execute(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("planted by the test");
        });
        manual.execute(() -> interrupted.add(Thread.interrupted()));
        threads.get(0).run();

        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void whereThereAreNoThreadsAnyMoreTheTaskIsRefusedAndNeverRuns() {
        List<String> ran = new ArrayList<>();
        pool.shutdownNow();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> routes.execute(() -> ran.add("refused")));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> routes.execute(() -> ran.add("refused, too")));
        assertThat(ran).isEmpty();
    }

    @Test
    void aTaskThatCountedOnACallWhichIsRefusedIsRunAllTheSame() {
        List<String> ran = new ArrayList<>();
        RouteThreads[] refused = new RouteThreads[1];
        refused[0] = new RouteThreads(
                call -> {
                    // As if from another thread: a call is under way already, so this one relies on it.
                    refused[0].execute(() -> ran.add("other"));
                    throw new RejectedExecutionException("shut down");
                },
                time);

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> refused[0].execute(() -> ran.add("own")));
        assertThat(ran).containsExactly("other");
    }

    @Test
    void oneThreadThatCouldNotBeStartedStopsNobody() {
        List<Runnable> started = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        boolean[] full = {true};
        RouteThreads limited = new RouteThreads(
                work -> {
                    if (full[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    started.add(work);
                },
                time);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> limited.execute(() -> ran.add("refused")))
                .withCauseInstanceOf(OutOfMemoryError.class);

        full[0] = false;
        limited.execute(() -> ran.add("next"));
        started.forEach(Runnable::run);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void whereNoHelpCouldBeStartedNoTaskIsLostAndHelpIsAskedForAgain() {
        List<Runnable> started = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        boolean[] full = {false};
        RouteThreads limited = new RouteThreads(
                work -> {
                    if (full[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    started.add(work);
                },
                time);
        limited.execute(() -> {
            ran.add("first");
            // It blocks, as it were, and the limit is lifted meanwhile.
            full[0] = false;
            time.advance(Duration.ofMillis(100));
            assertThat(started).as("help for those behind it").hasSize(2);
            started.get(1).run();
        });
        limited.execute(() -> ran.add("behind it"));
        full[0] = true;
        started.get(0).run();

        assertThat(ran).containsExactly("first", "behind it");
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
