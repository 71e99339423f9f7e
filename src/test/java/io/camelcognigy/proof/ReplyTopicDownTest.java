package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While answers cannot be written, nothing more is read than may be under way, and memory stays what it was. */
@ExtendWith(Rig.Provider.class)
class ReplyTopicDownTest {

    private static final Duration DOWN = Duration.ofSeconds(Proof.of(3, 60));
    private static final int INPUTS = Proof.of(1_500, 20_000);
    private static final int KEYS = 400;
    private static final int MOST_HEAP_GROWTH = 48;
    private static final long SLOW = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 10));

    @Test
    void consumptionPausesAndNothingIsLost(Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("the reply topic down for " + DOWN.toSeconds() + " s")) {
            run.awaitFinished(run.sendToEach(KEYS, Script.answer(0)), PATIENCE);
            int heap = run.bridge().heap();
            int heard = run.heard().size();

            rig.broker().proxy().only(rig.broker().producerOf(Topics.OUTPUT));
            rig.broker().proxy().blackhole(Direction.TO_SERVER);
            run.send(INPUTS, KEYS, () -> Script.answer(0));
            Proof.let(DOWN);
            assertThat(run.heard().size() - heard).as("heard meanwhile").isBetween(1, Rig.TURNS);
            assertThat(run.bridge().heap() - heap).as("heap, MiB more").isLessThan(MOST_HEAP_GROWTH);
            rig.broker().proxy().heal();

            run.awaitAllFinished(PATIENCE);
            run.awaitAllCommitted(PATIENCE);
            run.verdict();
        }
    }
}
