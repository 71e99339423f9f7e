package io.camelcognigy.proof;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker that is killed with turns under way (kill -9), and comes back later, costs nothing but time. */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class KilledBrokerTest {

    private static final int UNDER_WAY = 100;
    private static final Duration DOWN = Duration.ofSeconds(Proof.of(3, 60));
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 5));

    @Test
    void nothingIsLostAndTheBridgeRecoversByItself(Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("the broker killed, " + DOWN.toSeconds() + " s down")) {
            run.sendToEach(UNDER_WAY, Script.answer(1_000));
            run.sendToEach(UNDER_WAY, Script.answer(20));
            run.sent();
            run.awaitHeard(1, PATIENCE);

            rig.broker().kill();
            Proof.let(DOWN);
            rig.broker().start();

            run.awaitAllFinished(PATIENCE);
            run.awaitFinished(run.sendToEach(UNDER_WAY, Script.answer(20)), PATIENCE);
            run.awaitAllCommitted(PATIENCE);
            run.verdict();
        }
    }
}
