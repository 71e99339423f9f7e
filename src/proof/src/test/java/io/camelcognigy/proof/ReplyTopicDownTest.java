package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While answers cannot be written, no more is read than may be under way, and memory stays what it was. */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class ReplyTopicDownTest {

    private static final Duration TROUBLED = Duration.ofSeconds(Proof.of(3, 60));
    private static final int INPUTS = Proof.of(1_500, 20_000);
    private static final int KEYS = 400;
    private static final int MOST_HEAP_GROWTH = 48;
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 10));

    private enum Trouble {
        DOWN {
            @Override
            void strike(TcpProxy proxy) {
                proxy.blackhole(Direction.TO_SERVER);
            }
        },
        SLOW {
            @Override
            void strike(TcpProxy proxy) {
                proxy.throttle(20_000);
            }
        };

        abstract void strike(TcpProxy proxy);
    }

    @ParameterizedTest
    @EnumSource
    void consumptionPausesAndNothingIsLost(Trouble trouble, Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("the reply topic " + trouble + " for " + TROUBLED.toSeconds() + " s")) {
            run.awaitFinished(run.sendToEach(KEYS, Script.answer(0)), PATIENCE);
            int heap = run.bridge().heap();

            TcpProxy proxy = rig.broker().proxy();
            proxy.only(rig.broker().producerOf(Topics.OUTPUT));
            trouble.strike(proxy);
            run.send(INPUTS, KEYS, () -> Script.answer(0));
            Proof.let(TROUBLED);
            rig.topics().catchUp();
            assertThat(run.heardAndUnfinished()).as("under way meanwhile").hasSizeBetween(1, Rig.TURNS);
            assertThat(run.unfinished().size()).as("left on the topic").isGreaterThan(Rig.TURNS);
            assertThat(run.bridge().heap() - heap).as("heap, MiB more").isLessThan(MOST_HEAP_GROWTH);
            proxy.heal();

            run.awaitAllFinished(PATIENCE);
            run.awaitAllCommitted(PATIENCE);
            run.verdict();
        }
    }
}
