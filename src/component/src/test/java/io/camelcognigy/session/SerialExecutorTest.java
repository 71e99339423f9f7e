package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks run one at a time, in the order they came, none inside another, and a fault in one stops none behind it. */
class SerialExecutorTest {

    private final SerialExecutor serial = new SerialExecutor();
    private final List<String> log = new ArrayList<>();

    @Test
    void anIdleMailboxRunsATaskBeforeExecuteReturns() {
        serial.execute(() -> log.add("done"));

        assertThat(log).containsExactly("done");
    }

    @Test
    void aTaskAddedByATaskRunsAfterIt() {
        serial.execute(() -> {
            serial.execute(() -> log.add("inner"));
            serial.execute(() -> log.add("inner too"));
            log.add("outer");
        });

        assertThat(log).containsExactly("outer", "inner", "inner too");
    }

    @Test
    void aLongChainOfTasksDoesNotGrowTheStack() {
        int[] left = {200_000};
        Runnable[] step = new Runnable[1];
        step[0] = () -> {
            if (--left[0] > 0) {
                serial.execute(step[0]);
            }
        };
        serial.execute(step[0]);

        assertThat(left[0]).isZero();
    }

    @Test
    void aTaskThatThrowsStopsNoneBehindIt() {
        serial.execute(() -> {
            serial.execute(() -> log.add("behind"));
            throw new IllegalStateException("planted by the test");
        });
        serial.execute(() -> log.add("later"));

        assertThat(log).containsExactly("behind", "later");
    }

    @Test
    void norDoesOneThatThrowsAnError() {
        serial.execute(() -> {
            serial.execute(() -> log.add("behind"));
            throw new NoClassDefFoundError("planted by the test");
        });
        serial.execute(() -> log.add("later"));

        assertThat(log).containsExactly("behind", "later");
    }

    /** Too narrow for luck: one thread has put its task into the queue, and has not said so yet. */
    @Test
    void anIdleMailboxPassesNoTaskThatWaits() {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Runnable[] onceAdded = {() -> {}};
        SerialExecutor paused = new SerialExecutor(new ConcurrentLinkedQueue<>() {
            @Override
            public boolean add(Runnable task) {
                boolean added = super.add(task);
                Runnable now = onceAdded[0];
                onceAdded[0] = () -> {};
                now.run();
                return added;
            }
        });
        Thread holder = new Thread(() -> {
            paused.execute(() -> {
                holding.countDown();
                await(free);
            });
            left.countDown();
        });
        holder.start();
        await(holding);
        onceAdded[0] = () -> {
            paused.execute(() -> log.add("first"));
            free.countDown();
            await(left);
            paused.execute(() -> log.add("second"));
        };
        paused.execute(() -> log.add("added, and not yet counted"));

        assertThat(log).containsExactly("added, and not yet counted", "first", "second");
    }

    @Test
    void underManyThreadsTasksExcludeEachOtherAndKeepEachThreadsOrder() throws InterruptedException {
        int threads = 8;
        int perThread = 5_000;
        int[] last = new int[threads];
        int[] count = {0};
        boolean[] inside = {false};
        List<String> faults = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(threads * perThread);
        IntStream.range(0, threads)
                .forEach(thread -> pool.execute(() -> {
                    await(start);
                    for (int i = 1; i <= perThread; i++) {
                        int number = i;
                        serial.execute(() -> {
                            // Plain fields on purpose: only the serial executor keeps them in order.
                            if (inside[0] || last[thread] != number - 1) {
                                faults.add("thread " + thread + " task " + number);
                            }
                            inside[0] = true;
                            last[thread] = number;
                            count[0]++;
                            inside[0] = false;
                            all.countDown();
                        });
                    }
                }));
        start.countDown();
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();

        assertThat(faults).isEmpty();
        assertThat(count[0]).isEqualTo(threads * perThread);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
