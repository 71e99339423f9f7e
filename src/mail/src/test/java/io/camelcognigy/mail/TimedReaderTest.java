package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One mail's trouble is that mail's alone, unless the JVM itself is at its end. */
class TimedReaderTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private TimedReader reader(TimedReader.Sense sense, Duration timeout) {
        return new TimedReader(sense, 100_000, timeout, threads, System::nanoTime);
    }

    private static TimedReader.Source mail() {
        return (maxBytes, late) -> new byte[0];
    }

    @Test
    void aMailThatTakesTooLongIsGivenUpAndItsThreadIsTold() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        TimedReader reader = reader(
                (bytes, late) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        told.countDown();
                    }
                    return null;
                },
                Duration.ofMillis(50));

        assertThatThrownBy(() -> reader.read(mail())).isInstanceOf(MailRejectedException.class);
        assertThat(told.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anErrorThatAMailCausesIsThatMailsFault() {
        for (Throwable error :
                new Throwable[] {new StackOverflowError(), new AssertionError(), new IllegalStateException()}) {
            assertThatThrownBy(() -> reader((bytes, late) -> sneaky(error), Duration.ofMinutes(1))
                            .read(mail()))
                    .isInstanceOf(MailRejectedException.class)
                    .hasMessageContaining(error.getClass().getName());
        }
    }

    @Test
    void anErrorOfTheJvmIsNot() {
        OutOfMemoryError error = new OutOfMemoryError("planted");

        assertThatThrownBy(() -> reader((bytes, late) -> sneaky(error), Duration.ofMinutes(1))
                        .read(mail()))
                .isSameAs(error);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> MailReader.Reading sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
