package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An answer goes out as the answer to its own input, whatever else the bot says: what it says too late, after a timeout,
 * and what it says unasked in the middle of another turn.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class AttributionTest {

    private static final int KEYS = 40;
    private static final int INPUTS = Proof.of(300, 20_000);
    private static final int TIMEOUT = (int) Rig.TURN_TIMEOUT.toMillis();
    private static final int LATE_IN = Proof.of(20, 100);
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 60));

    @Test
    void noAnswerIsTakenForThatOfAnotherInput(Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("late and unasked outputs")) {
            run.send(INPUTS, KEYS, () -> script(run.random()));
            run.awaitAllFinished(PATIENCE);

            assertThat(run.verdict().duplicates()).isEmpty();
            assertThat(run.deadLetters())
                    .isNotEmpty()
                    .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("COGNIGY-TURN-TIMEOUT"));
        }
    }

    /** One in so many speaks after its timeout: a little later, or after the session has gone on. */
    private static Script script(Random random) {
        if (random.nextInt(LATE_IN) == 0) {
            return new Script(TIMEOUT + 50 + (random.nextBoolean() ? random.nextInt(300) : 3_000), 1, false, false);
        }
        return new Script(random.nextInt(150), 1 + random.nextInt(3), random.nextBoolean(), false);
    }
}
