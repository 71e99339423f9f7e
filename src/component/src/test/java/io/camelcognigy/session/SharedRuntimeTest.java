package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.transport.dial.IoThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** However many agents there are, they run on the same threads; these begin with the first and end with the last. */
class SharedRuntimeTest {

    private final List<ExecutorService> pools = new ArrayList<>();
    private final SharedRuntime runtime =
            new SharedRuntime(Executors.defaultThreadFactory(), this::pool, ExecutorService::shutdownNow);

    private ExecutorService pool() {
        pools.add(Executors.newCachedThreadPool());
        return pools.get(pools.size() - 1);
    }

    @Test
    void allAgentsShareOne() {
        SharedRuntime.Services first = runtime.acquire();
        for (int i = 1; i < 100; i++) {
            assertThat(runtime.acquire()).isSameAs(first);
        }
        for (int i = 0; i < 99; i++) {
            runtime.release();
        }
        assertThat(pools).hasSize(1);
        assertThat(pools.get(0).isShutdown()).isFalse();
        assertThat(first.io().next().isShuttingDown()).isFalse();

        runtime.release();
        assertThat(pools.get(0).isShutdown()).isTrue();
        assertThat(first.io().next().isShuttingDown()).isTrue();
        await().until(() -> first.io().next().isTerminated());
    }

    @Test
    void theNextAgentAfterTheLastBeginsAnew() {
        SharedRuntime.Services first = runtime.acquire();
        runtime.release();
        SharedRuntime.Services second = runtime.acquire();

        assertThat(second).isNotSameAs(first);
        assertThat(second.io().next().isShuttingDown()).isFalse();
        runtime.release();
    }

    @Test
    void oneReleaseTooManyIsHarmless() {
        runtime.release();
        runtime.acquire();
        runtime.release();
        runtime.release();

        assertThat(pools).hasSize(1);
    }

    @Test
    void whereNothingCanBeStartedNothingIsLeft() {
        List<Thread> before = ioThreads();
        SharedRuntime broken = new SharedRuntime(
                Executors.defaultThreadFactory(),
                () -> {
                    throw new IllegalStateException("planted by the test");
                },
                ExecutorService::shutdownNow);
        assertThatIllegalStateException().isThrownBy(broken::acquire);

        await().untilAsserted(() -> assertThat(ioThreads()).isSubsetOf(before));
    }

    @Test
    void thereAreAsManyThreadsAsProcessorsButFour() {
        assertThat(IoThreads.enough()).isBetween(1, 4);
    }

    private static List<Thread> ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cognigy-io"))
                .toList();
    }
}
