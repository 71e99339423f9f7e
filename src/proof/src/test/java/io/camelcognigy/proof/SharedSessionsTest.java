package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bridges of one group share the sessions: each session has one connection at a time, whoever joins or leaves, and one
 * that was frozen until the group had given up on it neither commits nor keeps a session when it thaws.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class SharedSessionsTest {

    private static final int CHANGES = Proof.of(1, 30);
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(Proof.of(2, 10));
    private static final Duration FROZEN = Duration.ofSeconds(4);
    private static final int KEYS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 5));

    @Test
    void aSessionHasOneConnectionWhoeverJoinsOrLeaves(Rig rig) throws Exception {
        try (Run run = rig.run("a second bridge joining and leaving, " + CHANGES + " times")) {
            run.startBridge();
            run.awaitFinished(run.sendToEach(KEYS, Script.answer(20)), PATIENCE);
            int overlaps = rig.endpoint().overlaps();
            try (Load load = new Load(run)) {
                int alone = run.members();
                for (int change = 0; change < CHANGES; change++) {
                    Bridge second = run.startBridge();
                    run.waiting(PATIENCE).until(() -> run.members() > alone);
                    Proof.let(BETWEEN_CHANGES);
                    second.terminate();
                    second.awaitExit(PATIENCE);
                    run.waiting(PATIENCE).until(() -> run.members() == alone);
                    Proof.let(BETWEEN_CHANGES);
                }
            }
            run.awaitAllFinished(PATIENCE);

            run.verdict();
            assertThat(run.deadLetters()).isEmpty();
            assertThat(rig.endpoint().overlaps() - overlaps)
                    .as("connections of a session beside another")
                    .isZero();
        }
    }

    @Test
    void aBridgeThatThawsAfterItsSessionTimeoutHasNothingMoreToSay(Rig rig) throws Exception {
        try (Run run = rig.run("one of two bridges frozen past its session timeout and thawed")) {
            Bridge first = run.startBridge();
            run.waiting(PATIENCE).until(() -> run.members() > 0);
            int alone = run.members();
            run.startBridge();
            run.waiting(PATIENCE).until(() -> run.members() > alone);
            run.awaitFinished(run.sendToEach(KEYS, Script.answer(20)), PATIENCE);
            try (Load load = new Load(run)) {
                first.freeze();
                run.waiting(PATIENCE).until(() -> run.members() == alone);
                Proof.let(FROZEN);
                first.thaw();
                Proof.let(BETWEEN_CHANGES);
            }
            run.awaitAllFinished(PATIENCE);

            run.verdict();
            run.waiting(PATIENCE).until(() -> rig.endpoint().doubles() == 0);
        }
    }

    /** A steady stream of inputs while bridges come and go. */
    private static final class Load implements AutoCloseable {

        private static final Duration INTERVAL = Duration.ofMillis(20);

        private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();

        private Load(Run run) {
            sender.scheduleAtFixedRate(
                    () -> run.send(1, KEYS, () -> Script.answer(run.random().nextInt(100))),
                    0,
                    INTERVAL.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() throws InterruptedException {
            sender.shutdown();
            assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
