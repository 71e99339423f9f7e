package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge that is killed under load (kill -9) loses nothing: the order of each key is kept, and what is heard again is
 * at most what was under way, or finished above the committed offset.
 */
class KilledBridgeTest {

    private static final int KILLS = Proof.of(2, 20);
    private static final int KEYS = Proof.of(40, 400);
    private static final int INPUTS_PER_KILL = Proof.of(150, 1_000);
    private static final int MOST_TWICE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 10));

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostAndTheOrderOfAKeyIsKept() throws Exception {
        try (Rig rig = new Rig(folder)) {
            int sent = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                int heard = rig.heard();
                rig.send(INPUTS_PER_KILL, KEYS, () -> Script.answer(rig.random().nextInt(30)));
                sent += INPUTS_PER_KILL;
                Bridge bridge = rig.startBridge();
                rig.awaitHeard(heard + INPUTS_PER_KILL / 3 + rig.random().nextInt(INPUTS_PER_KILL / 2), PATIENCE);
                bridge.kill();
                assertThat(rig.unfinished()).as("killed under load").isNotEmpty();
                assertThat(rig.heardAndNotCommitted()).isBetween(1L, (long) MOST_TWICE);
            }
            rig.startBridge();
            rig.awaitAllFinished(PATIENCE);
            rig.awaitAllCommitted(PATIENCE);

            Verdict verdict = rig.verdict("kill -9 of the bridge, " + KILLS + " times");
            assertThat(verdict.duplicates()).hasSizeBetween(1, KILLS * MOST_TWICE);
            assertThat(rig.topics().deadLetters()).isEmpty();
        }
    }
}
