package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A connection on which nothing arrives any more in one direction or both, and of which nobody sends an end, is noticed
 * within pingInterval + pingTimeout. The turn on it ends, and none is stuck behind it.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class HalfOpenConnectionTest {

    private static final int ROUNDS = Proof.of(1, 20);
    private static final int KEYS = 12;
    private static final List<Direction[]> WAYS =
            List.of(new Direction[] {Direction.TO_SERVER}, new Direction[] {Direction.TO_CLIENT}, Direction.values());
    private static final Duration NOTICED = Endpoint.PING_INTERVAL.plus(Endpoint.PING_TIMEOUT);
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void itIsNoticedByTheHeartbeatAndNoLaterTurnIsStuckBehindIt(Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("half-open connections, " + ROUNDS + " times each way")) {
            rig.restartEndpoint(Proof.SERVER, true);
            for (int round = 0; round < ROUNDS; round++) {
                run.awaitFinished(run.sendToEach(KEYS, Script.answer(0)), PATIENCE);
                for (int way = 0; way < WAYS.size(); way++) {
                    Set<String> sessions = sessions(run, way);
                    rig.endpointProxy().only(sessions::contains);
                    rig.endpointProxy().freeze(WAYS.get(way));
                }
                assertThat(rig.endpointProxy().frozen()).isEqualTo(KEYS);

                run.sendToEach(KEYS, Script.answer(0));
                List<Stamp> later = new ArrayList<>(run.sendToEach(KEYS, Script.answer(0)));
                run.waiting(NOTICED.plus(SLACK)).until(() -> rig.endpointProxy().frozen() == 0);
                later.addAll(run.sendToEach(KEYS, Script.answer(0)));
                run.awaitAllFinished(PATIENCE);

                assertThat(run.deadLetters()).as("stuck").noneMatch(letter -> later.contains(letter.stamp()));
            }
            assertThat(run.verdict().duplicates())
                    .as("sent again by the bridge")
                    .isEmpty();
            assertThat(run.deadLetters())
                    .hasSizeLessThanOrEqualTo(KEYS * ROUNDS)
                    .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("COGNIGY-IN-DOUBT"));
        }
    }

    private static Set<String> sessions(Run run, int way) {
        return IntStream.range(0, KEYS)
                .filter(key -> key % WAYS.size() == way)
                .mapToObj(run::key)
                .collect(Collectors.toSet());
    }
}
