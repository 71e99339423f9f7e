package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * While dead letters cannot be stored, no offset moves past an input that must become one, and everybody else is
 * answered as before.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class DeadLetterTopicDownTest {

    private static final Duration DOWN = Duration.ofSeconds(Proof.of(3, 60));
    private static final int INPUTS_A_SECOND = 100;
    private static final int KEYS = 40;
    private static final int NEWCOMERS = 8;
    private static final int THINK = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(Proof.of(1, 5));

    @Test
    void nothingIsCommittedPastAPoisonAndNobodyElseWaits(Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("the dead-letter topic down for " + DOWN.toSeconds() + " s")) {
            // The producer of dead letters is known when one was written.
            run.sendPoison(KEYS + Broker.PARTITIONS, 0);
            run.awaitFinished(run.sendToEach(KEYS, Script.answer(0)), PATIENCE);
            run.awaitAllFinished(PATIENCE);
            List<Stamp> before = load(run);

            rig.broker().proxy().only(rig.broker().producerOf(Topics.DEAD_LETTER));
            rig.broker().proxy().blackhole(Direction.TO_SERVER);
            List<Stamp> poison = new ArrayList<>();
            for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
                poison.add(run.sendPoison(KEYS + partition, partition));
            }
            List<Stamp> during = load(run);
            List<Stamp> newcomers = newcomers(run);
            run.awaitFinished(during, PATIENCE);
            run.awaitFinished(newcomers, PATIENCE);
            assertThat(run.finished()).doesNotContainAnyElementsOf(poison);
            rig.broker().proxy().heal();

            run.awaitAllFinished(PATIENCE);
            run.awaitAllCommitted(PATIENCE);
            run.verdict();
            assertThat(run.deadLetters()).extracting(History.DeadLetter::stamp).containsAll(poison);
            Duration usual = p99(run.latencies(), before);
            Duration meanwhile = p99(run.latencies(), during);
            System.out.printf("p99 of everybody else %s, before %s%n", meanwhile, usual);
            assertThat(meanwhile)
                    .isLessThan(usual.multipliedBy(12).dividedBy(10).plus(noise()));
        }
    }

    /** The second of each begins when the first is finished: when its session is in the register. */
    private static List<Stamp> newcomers(Run run) {
        List<Stamp> sent = new ArrayList<>();
        for (int turn = 0; turn < 2; turn++) {
            for (int key = 0; key < NEWCOMERS; key++) {
                sent.add(run.send(KEYS + Broker.PARTITIONS + 1 + key, Script.answer(0)));
            }
        }
        return sent;
    }

    /** On a machine that does other things too, a short window says little about its slowest hundredth. */
    private static Duration noise() {
        return Duration.ofMillis(Proof.of(2_000, 20));
    }

    private static List<Stamp> load(Run run) {
        List<Stamp> sent = new ArrayList<>();
        for (int tenth = 0; tenth < DOWN.toMillis() / 100; tenth++) {
            for (int i = 0; i < INPUTS_A_SECOND / 10; i++) {
                sent.add(run.send(
                        run.random().nextInt(KEYS), Script.answer(run.random().nextInt(THINK))));
            }
            Proof.let(Duration.ofMillis(100));
        }
        return sent;
    }

    private static Duration p99(Map<Stamp, Duration> latencies, List<Stamp> of) {
        List<Duration> sorted = of.stream().map(latencies::get).sorted().toList();
        return sorted.get(sorted.size() * 99 / 100);
    }
}
