package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.Time.Cancellable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers fire no earlier than asked, not when cancelled, and a closed clock takes no more of them without a fuss. */
class SystemTimeTest {

    private final SystemTime time = new SystemTime(Executors.defaultThreadFactory());

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void aTimerFiresNoEarlierThanAsked() throws InterruptedException {
        CountDownLatch fired = new CountDownLatch(1);
        long begin = time.nanoTime();
        time.after(Duration.ofMillis(20), fired::countDown);

        assertThat(fired.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(time.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void aCancelledTimerDoesNotFireAndThoseBehindItDo() throws InterruptedException {
        AtomicBoolean cancelledFired = new AtomicBoolean();
        CountDownLatch behind = new CountDownLatch(1);
        CountDownLatch bothCancelled = new CountDownLatch(1);
        // While this holds the only thread, no timer can fire before it is cancelled.
        time.after(Duration.ZERO, () -> await(bothCancelled));
        Cancellable cancelled = time.after(Duration.ofMillis(10), () -> cancelledFired.set(true));
        time.after(Duration.ofMillis(20), behind::countDown);
        cancelled.cancel();
        cancelled.cancel();
        bothCancelled.countDown();

        assertThat(behind.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelledFired).isFalse();
    }

    @Test
    void aClosedClockTakesNoMoreTimers() {
        time.close();

        assertThat(time.after(Duration.ZERO, () -> {})).isSameAs(Cancellable.NOTHING);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
