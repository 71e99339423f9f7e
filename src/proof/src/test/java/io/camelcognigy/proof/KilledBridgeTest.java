package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bridge that is killed under load (kill -9) loses nothing and keeps the order of each key. What the bot hears again is
 * at most what was under way, and what had been finished since the last commit.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class KilledBridgeTest {

    private static final int KILLS = Proof.of(2, 20);
    private static final int KEYS = Proof.of(40, 400);
    private static final int INPUTS_PER_KILL = Proof.of(150, 1_000);
    private static final int TURNS = 20;
    private static final Duration LONGEST_WITHOUT_COMMIT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 10));

    @Test
    void nothingIsLostAndTheOrderOfAKeyIsKept(Rig rig) throws Exception {
        try (Run run = rig.run("the bridge killed " + KILLS + " times")) {
            int mostTwice = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                int heard = run.heard().size();
                run.send(
                        INPUTS_PER_KILL,
                        KEYS,
                        () -> Script.answer(50 + run.random().nextInt(200)));
                Bridge bridge = run.startBridge("--kafka.turns=" + TURNS);
                run.awaitHeard(heard + INPUTS_PER_KILL / 4 + run.random().nextInt(INPUTS_PER_KILL / 2), PATIENCE);
                bridge.kill();
                long before = System.currentTimeMillis() - LONGEST_WITHOUT_COMMIT.toMillis();
                assertThat(run.unfinished()).as("killed under load").isNotEmpty();
                mostTwice += TURNS
                        + (int) run.answers().stream()
                                .filter(answer -> answer.at() >= before)
                                .count();
            }
            run.startBridge("--kafka.turns=" + TURNS);
            run.awaitAllFinished(PATIENCE);
            run.awaitAllCommitted(PATIENCE);

            assertThat(run.verdict().duplicates()).hasSizeBetween(1, mostTwice);
            assertThat(run.deadLetters()).isEmpty();
        }
    }
}
