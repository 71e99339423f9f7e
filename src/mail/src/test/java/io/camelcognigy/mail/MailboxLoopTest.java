package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop ends with the road only; what it cannot answer for goes to whoever ends the process. */
class MailboxLoopTest {

    private final Queue<Error> fatal = new ConcurrentLinkedQueue<>();
    private final RoadState state = new RoadState("mail", Clock.systemUTC(), System::nanoTime);
    private final CountDownLatch tries = new CountDownLatch(3);
    private MailboxLoop loop;
    private Thread thread;

    private void run(Throwable failure) {
        loop = new MailboxLoop(
                () -> {
                    tries.countDown();
                    return sneaky(failure);
                },
                null,
                state,
                Duration.ofMillis(1),
                new NewMailWatch("mail", () -> null, null, null, fatal::add),
                () -> true,
                fatal::add,
                System::nanoTime);
        thread = new Thread(loop);
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        loop.stop();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void whateverGoesWrongItConnectsAnewAndHealthSaysIt() throws Exception {
        run(new AssertionError("planted"));

        assertThat(tries.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(state.snapshot().imapFailure()).contains("AssertionError: planted");
        assertThat(fatal).isEmpty();
    }

    @Test
    void anErrorOfTheJvmEndsTheProcess() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("planted");
        run(error);

        assertThat(tries.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fatal).contains(error);
    }

    @Test
    void aServerThatIsAwayIsTriedAgain() throws Exception {
        run(new MessagingException("planted"));

        assertThat(tries.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fatal).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Mailbox sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
