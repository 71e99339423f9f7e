package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.proof.History.Sent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A commit over what is not finished is seen, as is one that goes back; each once. */
class CommitWatchTest {

    private static final Stamp FIRST = new Stamp("key", 0, new UUID(0, 0));
    private static final Stamp SECOND = new Stamp("key", 1, new UUID(0, 1));
    private static final List<Sent> SENT = List.of(new Sent(FIRST, 3, 10, 0), new Sent(SECOND, 3, 11, 0));

    private final CommitWatch watch = new CommitWatch();

    @Test
    void aCommitOverFinishedWorkIsFine() {
        watch.look(SENT, Map.of(3, 10L), Set.of());
        watch.look(SENT, Map.of(3, 11L), Set.of(FIRST));
        watch.look(SENT, Map.of(3, 12L), Set.of(FIRST, SECOND));

        assertThat(watch.faults()).isEmpty();
    }

    @Test
    void aCommitPastAnUnfinishedInputIsAFault() {
        watch.look(SENT, Map.of(3, 12L), Set.of(SECOND));
        watch.look(SENT, Map.of(3, 12L), Set.of(SECOND));

        assertThat(watch.faults()).singleElement().asString().contains(FIRST.toString(), "not finished");
    }

    @Test
    void aCommitThatGoesBackIsAFault() {
        watch.look(SENT, Map.of(3, 12L), Set.of(FIRST, SECOND));
        watch.look(SENT, Map.of(3, 11L), Set.of(FIRST, SECOND));
        watch.look(SENT, Map.of(3, 11L), Set.of(FIRST, SECOND));

        assertThat(watch.faults()).singleElement().asString().contains("went back from 12 to 11");
    }

    @Test
    void anotherPartitionIsAnotherMatter() {
        watch.look(SENT, Map.of(4, 100L), Set.of());

        assertThat(watch.faults()).isEmpty();
    }
}
