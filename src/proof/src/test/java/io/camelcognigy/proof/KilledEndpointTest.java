package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.proof.EndpointMain.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever in a turn the endpoint dies, the turn ends within {@code turnTimeout}: answered, or in doubt and a dead letter.
 * What had not been written waits for the endpoint to come back.
 */
@ExtendWith(Rig.Provider.class)
@Tag("slow")
class KilledEndpointTest {

    private static final int KILLS = Proof.of(1, 200);
    private static final int KEYS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SLACK = Duration.ofSeconds(2);

    @ParameterizedTest
    @EnumSource
    void everyTurnEndsWithinItsTimeout(Moment moment, Rig rig) throws Exception {
        kill(rig, Proof.SERVER, Collections.nCopies(KILLS, moment));
    }

    @Test
    void soItIsWithARealSocketIoServer(Rig rig) throws Exception {
        List<Moment> all = List.of(Moment.values());
        kill(
                rig,
                Endpoint.Server.SOCKET_IO,
                IntStream.range(0, Math.max(KILLS, all.size()))
                        .mapToObj(kill -> all.get(kill % all.size()))
                        .toList());
    }

    private static void kill(Rig rig, Endpoint.Server server, List<Moment> moments) throws Exception {
        String when = moments.stream().map(Moment::name).distinct().collect(Collectors.joining(", "));
        try (Run run = rig.runOnStandingBridge(server + " killed " + moments.size() + " times, " + when)) {
            rig.endpointIs(server);
            for (Moment moment : moments) {
                rig.endpoint().dieAt(moment);
                run.sendToEach(KEYS, new Script(20, 2, false, false));
                run.sendToEach(KEYS, Script.answer(0));
                rig.endpoint().awaitDeath(PATIENCE);
                rig.restartEndpoint(server, false);
                run.awaitAllFinished(PATIENCE);
            }

            assertThat(run.verdict().duplicates())
                    .as("sent again by the bridge")
                    .isEmpty();
            assertThat(run.deadLetters())
                    .hasSizeGreaterThanOrEqualTo(moments.size())
                    .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("COGNIGY-IN-DOUBT"));
            assertThat(run.turnTimes().values())
                    .allSatisfy(time -> assertThat(time).isLessThan(Rig.TURN_TIMEOUT.plus(SLACK)));
        }
    }

    @Test
    void whatWasNotWrittenWaitsForTheEndpoint(Rig rig) throws Exception {
        try (Run run = rig.runOnStandingBridge("the endpoint killed before the write " + KILLS + " times")) {
            run.awaitFinished(run.sendToEach(KEYS, Script.answer(0)), PATIENCE);
            for (int kill = 0; kill < KILLS; kill++) {
                rig.endpoint().kill();
                run.waiting(PATIENCE).until(() -> rig.endpointProxy().standing() == 0);
                List<Stamp> waiting = run.sendToEach(KEYS, Script.answer(0));
                rig.restartEndpoint();
                run.awaitFinished(waiting, PATIENCE);
            }

            assertThat(run.verdict().duplicates()).isEmpty();
            assertThat(run.deadLetters()).isEmpty();
        }
    }
}
