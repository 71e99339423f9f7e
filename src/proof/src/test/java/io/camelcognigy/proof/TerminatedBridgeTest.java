package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.proof.History.Heard;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bridge that is asked to stop (SIGTERM) with turns under way, some of which hang, takes no more inputs, finishes what
 * the bot answers and is gone in time; its successor repeats nothing that was finished.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class TerminatedBridgeTest {

    private static final int HANGING_IN = 10;
    private static final int INPUTS = 2 * Rig.TURNS;
    private static final Duration TURN_TIMEOUT = Duration.ofSeconds(Proof.of(6, 30));
    private static final Duration INTAKE_STOPS = Duration.ofSeconds(1);
    private static final Duration GONE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 5));

    @Test
    void intakeStopsAndFinishedTurnsAreNotRepeated(Rig rig) throws Exception {
        String timeout = "--camel.component.cognigy.turn-timeout=" + TURN_TIMEOUT.toMillis() + "ms";
        try (Run run = rig.run("SIGTERM with " + Rig.TURNS + " turns under way, one in " + HANGING_IN + " hanging")) {
            Bridge bridge = run.startBridge(timeout);
            // So that all are connected: what is heard later was taken later.
            run.awaitFinished(run.sendToEach(INPUTS, Script.answer(0)), PATIENCE);
            Set<Stamp> hanging = new HashSet<>();
            for (int key = 0; key < INPUTS; key++) {
                if (key % HANGING_IN == 0) {
                    hanging.add(run.send(key, Script.hang()));
                } else {
                    run.send(key, Script.answer(2_000));
                }
            }
            run.awaitHeard(INPUTS + Rig.TURNS, PATIENCE);

            long asked = System.currentTimeMillis();
            bridge.terminate();
            bridge.awaitExit(PATIENCE);
            long gone = System.currentTimeMillis();
            rig.topics().catchUp();
            Set<Stamp> finished = run.finished();

            assertThat(Duration.ofMillis(gone - asked)).as("exit").isLessThan(GONE);
            assertThat(run.heard())
                    .as("taken after intake should have stopped")
                    .noneMatch(input -> input.at() - asked > INTAKE_STOPS.toMillis());
            assertThat(run.heard())
                    .extracting(Heard::stamp)
                    .as("abandoned, though the bot answers them")
                    .allMatch(stamp -> finished.contains(stamp) || hanging.contains(stamp));
            assertThat(run.unfinished()).as("left to the successor").isNotEmpty();

            run.startBridge(timeout);
            run.awaitAllFinished(PATIENCE);
            run.awaitAllCommitted(PATIENCE);

            run.verdict();
            assertThat(run.heard())
                    .as("finished, and repeated")
                    .noneMatch(input -> input.at() > gone && finished.contains(input.stamp()));
        }
    }
}
