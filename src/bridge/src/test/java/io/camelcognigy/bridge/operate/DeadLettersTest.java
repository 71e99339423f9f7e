package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.road.DeadLetterStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters are counted and replayed over the port, and by the command that asks it. */
class DeadLettersTest {

    private final List<DeadLetterStore.Wanted> asked = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long letters = 250;
    /** Of each slice that is sent, so many fail again at once. */
    private long comingBack;

    private final Map<String, DeadLetterStore> stores = new TreeMap<>(Map.of("kafka", new Some()));

    private final OperateServer server =
            OperateServer.start("127.0.0.1", 0, "s3cret", Map.of("dead-letters", new DeadLetterAnswers(() -> stores)));

    private final class Some implements DeadLetterStore {

        @Override
        public Found find(Wanted wanted) {
            asked.add(wanted);
            return new Found(Map.of("COGNIGY-INVALID-JSON", letters), 7, 3, 0, 0, 0);
        }

        @Override
        public long replay(Wanted wanted, long max, int perSecond) {
            asked.add(wanted);
            long sent = Math.min(max, letters);
            letters -= sent - Math.min(sent, comingBack);
            return sent;
        }
    }

    /** Its broker is away; where something was found, since then. */
    private record Away(Found found) implements DeadLetterStore {

        @Override
        public Found find(Wanted wanted) {
            if (found != null) {
                return found;
            }
            throw new IllegalStateException("the broker at a place that nobody need know");
        }

        @Override
        public long replay(Wanted wanted, long max, int perSecond) {
            throw new IllegalStateException("the broker at a place that nobody need know");
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private int run(String token, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.port()));
        return new DeadLetterCommand(Map.of("OPERATE_TOKEN", token), new PrintStream(printed)).run(all);
    }

    @Test
    void whatIsThereIsCountedByReason() throws Exception {
        assertThat(run("", "list", "--reason", "COGNIGY-INVALID-JSON", "--since", "2026-11-24T08:00:00Z"))
                .isZero();

        assertThat(printed.toString())
                .contains("\"COGNIGY-INVALID-JSON\" : 250")
                .contains("\"inDoubt\" : 3");
        assertThat(asked)
                .containsExactly(new DeadLetterStore.Wanted(
                        "COGNIGY-INVALID-JSON", Instant.parse("2026-11-24T08:00:00Z"), false));
    }

    @Test
    void aReplayShowsHowFarItIs() throws Exception {
        assertThat(run("s3cret", "replay")).isZero();

        assertThat(printed.toString().lines())
                .containsExactly("100 replayed", "200 replayed", "250 replayed", "Done: 250 replayed.");
        assertThat(run("s3cret", "replay")).isZero();
        assertThat(printed.toString()).endsWith("There is nothing to replay.\n");
    }

    @Test
    void whatFailsAgainMeanwhileIsNotReplayedInTheSameRun() throws Exception {
        comingBack = 100;

        assertThat(run("s3cret", "replay")).isZero();
        assertThat(printed.toString()).endsWith("Done: 250 replayed.\n");
    }

    @Test
    void noMoreThanWantedIsReplayed() throws Exception {
        assertThat(run("s3cret", "replay", "--max", "120")).isZero();

        assertThat(letters).isEqualTo(130);
    }

    @Test
    void aDryRunSendsNothing() throws Exception {
        assertThat(run("s3cret", "replay", "--dry-run", "--in-doubt")).isZero();

        assertThat(letters).isEqualTo(250);
        assertThat(asked).containsExactly(new DeadLetterStore.Wanted(null, null, true));
    }

    @Test
    void aRoadWhoseBrokerIsAwayIsNamedAndTheOthersAreReplayed() throws Exception {
        stores.put("jms", new Away(null));

        assertThat(run("", "list")).isEqualTo(1);
        assertThat(printed.toString())
                .contains(
                        "\"COGNIGY-INVALID-JSON\" : 250", "road jms: its dead letters cannot be read now, see the log")
                .doesNotContain("nobody need know");

        printed.reset();
        assertThat(run("s3cret", "replay")).isEqualTo(1);
        assertThat(letters).isZero();
        assertThat(printed.toString()).endsWith("Done: 250 replayed.\n").containsOnlyOnce("road jms");
    }

    @Test
    void aRoadWhoseBrokerGoesMeanwhileIsNamed() throws Exception {
        letters = 0;
        stores.put("jms", new Away(new DeadLetterStore.Found(Map.of("BRIDGE-NO-KEY", 1L), 0, 0, 0, 0, 0)));

        assertThat(run("s3cret", "replay")).isEqualTo(1);
        assertThat(printed.toString()).contains("road jms: its dead letters cannot be read now");
    }

    @Test
    void whoHasNoTokenCannotReplay() throws Exception {
        assertThat(run("wrong", "replay")).isEqualTo(1);

        assertThat(letters).isEqualTo(250);
        assertThat(printed.toString()).contains("operate.token").doesNotContain("s3cret");
    }

    @Test
    void whatIsNoCommandIsExplained() throws Exception {
        assertThat(run("", "replay", "--everything")).isEqualTo(2);
        assertThat(run("", "list", "--since", "yesterday")).isEqualTo(1);
        assertThat(printed.toString()).contains("usage:").contains("since is a time");
    }
}
