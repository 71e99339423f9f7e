package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens in an agent can be observed, and an observer that fails changes nothing. */
class ObserverTest {

    private final List<String> seen = new ArrayList<>();
    private final Scene scene = new Scene(options -> options.observer = new Noting());

    private final class Noting implements AgentObserver {

        @Override
        public void turnWritten(String sessionId, long waitedNanos) {
            seen.add("written after " + Duration.ofNanos(waitedNanos).toSeconds());
        }

        @Override
        public void firstOutput(long nanos) {
            seen.add("first after " + Duration.ofNanos(nanos).toSeconds());
        }

        @Override
        public void turnEnded(Outcome outcome, long nanos) {
            seen.add(outcome + " after " + Duration.ofNanos(nanos).toSeconds());
        }

        @Override
        public void connected() {
            seen.add("connected");
        }

        @Override
        public void connectFailed(Loss.Reason reason) {
            seen.add(reason.name());
        }

        @Override
        public void output(boolean ofTurn) {
            seen.add(ofTurn ? "output" : "unsolicited");
        }

        @Override
        public void unrouted() {
            seen.add("unrouted");
        }
    }

    @Test
    void aTurnIsTimedFromItsSubmissionToItsEnd() {
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        scene.submit();
        scene.time.advance(Duration.ofSeconds(1));
        var connection = scene.ready();
        scene.time.advance(Duration.ofSeconds(2));
        connection.output("a");
        connection.output("b");
        scene.time.advance(Duration.ofSeconds(3));
        connection.finalPing();

        assertThat(seen)
                .containsExactly(
                        "connected", "written after 1", "output", "first after 2", "output", "ANSWERED after 6");
    }

    @Test
    void aTurnThatIsCutOffIsInDoubtAndOneThatIsNotWrittenIsNotSent() {
        scene.submit();
        scene.ready();
        scene.submit();
        scene.connection().cut();
        scene.time.advance(Scene.TURN);

        assertThat(seen).contains("IN_DOUBT after 0", "NOT_SENT after 60");
    }

    @Test
    void anOutputThatNobodyTakesIsCounted() {
        var connection = scene.afterOneTurn();
        seen.clear();
        connection.output("unasked");

        assertThat(seen).containsExactly("unsolicited", "unrouted");
    }

    @Test
    void anObserverThatFailsChangesNothing() {
        AgentObserver broken = new AgentObserver() {
            @Override
            public void turnWritten(String sessionId, long waitedNanos) {
                throw new IllegalStateException("planted");
            }

            @Override
            public void turnEnded(Outcome outcome, long nanos) {
                throw new OutOfMemoryError("planted");
            }
        };
        Scene other = new Scene(options -> options.observer = broken);
        RecordingCallback callback = other.submit();
        other.ready().finalPing();

        assertThat(callback.result()).isNotNull();
    }
}
