package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bridge that is asked to stop (SIGTERM) with turns under way, some of which hang, takes no more inputs, finishes what
 * it can and is gone in time; its successor repeats nothing that was finished.
 */
@ExtendWith(Rig.Provider.class)
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
        try (Run run = rig.run("SIGTERM with one turn in " + HANGING_IN + " hanging")) {
            Bridge bridge = run.startBridge(timeout);
            run.awaitFinished(run.sendToEach(1, Script.answer(0)), PATIENCE);
            for (int key = 0; key < INPUTS; key++) {
                run.send(key, key % HANGING_IN == 0 ? Script.hang() : Script.answer(2_000));
            }
            run.awaitHeard(Rig.TURNS / 2, PATIENCE);

            long asked = System.currentTimeMillis();
            bridge.terminate();
            bridge.awaitExit(PATIENCE);
            long gone = System.currentTimeMillis();
            assertThat(Duration.ofMillis(gone - asked)).as("exit").isLessThan(GONE);
            assertThat(run.heard())
                    .as("intake")
                    .allSatisfy(input -> assertThat(input.at() - asked).isLessThan(INTAKE_STOPS.toMillis()));
            rig.topics().catchUp();
            Set<Stamp> finished = run.finished();
            assertThat(run.unfinished()).isNotEmpty();

            run.startBridge(timeout);
            run.awaitAllFinished(PATIENCE);
            run.awaitAllCommitted(PATIENCE);

            run.verdict();
            assertThat(run.heard())
                    .as("finished, and repeated")
                    .filteredOn(input -> input.at() > gone)
                    .noneMatch(input -> finished.contains(input.stamp()));
        }
    }
}
