package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Outputs carry the reply address of the input that was written last, and the ids of their session and turn. */
class ReplyAddressTest {

    private final Scene scene = new Scene();
    private final RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));

    @Test
    void outputsOfATurnCarryItsReplyAddress() {
        scene.submit(input().session("id").key("key").replyAddress("topic", "a"));
        scene.ready().output("1");

        SessionEvent event = consumer.last();
        assertThat(event.replyAddress()).isEqualTo(Map.of("topic", "a"));
        assertThat(event.sessionKey()).isEqualTo("key");
        assertThat(event.sessionId()).isEqualTo("id");
        assertThat(event.userId()).isEqualTo("u");
        assertThat(event.turnId()).isNotNull();
    }

    @Test
    void aTurnThatOnlyWaitsDoesNotChangeTheAddressOfTheOneInFlight() {
        scene.submit(input().replyAddress("topic", "a"));
        Scripted connection = scene.ready();
        scene.submit(input().replyAddress("topic", "b"));
        connection.output("1");
        assertThat(consumer.last().replyAddress()).isEqualTo(Map.of("topic", "a"));

        connection.finalPing();
        connection.output("2");
        assertThat(consumer.last().replyAddress()).isEqualTo(Map.of("topic", "b"));
    }

    @Test
    void unsolicitedOutputsGoWhereTheLatestInputCameFrom() {
        scene.submit(input().replyAddress("topic", "a"));
        Scripted connection = scene.ready();
        connection.finalPing();
        connection.output("notify");

        assertThat(consumer.last().replyAddress()).isEqualTo(Map.of("topic", "a"));
        assertThat(consumer.last().turnId()).isNull();
    }

    @Test
    void theAddressOutlivesTheConnection() {
        scene.submit(input().replyAddress("topic", "a"));
        scene.ready().cut();
        scene.time.advance(Scene.BACKOFF);
        scene.ready().output("buffered meanwhile");

        assertThat(consumer.last().replyAddress()).isEqualTo(Map.of("topic", "a"));
    }

    @Test
    void anEventKeepsTheAddressFromTheMomentItWasRaised() {
        scene.submit(input().replyAddress("topic", "a"));
        scene.submit(input().replyAddress("topic", "b"));
        Scripted connection = scene.ready();
        scene.routes.hold();
        connection.output("1");
        connection.finalPing();
        scene.routes.release();

        assertThat(consumer.last().replyAddress()).isEqualTo(Map.of("topic", "a"));
    }

    @Test
    void turnIdsTellTurnsApart() {
        scene.submit();
        scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        connection.output("2");

        assertThat(consumer.events).extracting(SessionEvent::turnId).doesNotHaveDuplicates();
    }

    @Test
    void whatTheCallerChangesLaterDoesNotReachTheOutputs() {
        Map<String, Object> headers = new HashMap<>(Map.of("topic", "a"));
        scene.submit(input().replyAddress(headers));
        headers.put("topic", "b");
        scene.ready().output("1");

        assertThat(consumer.last().replyAddress()).isEqualTo(Map.of("topic", "a"));
        assertThat(consumer.last().replyAddress()).isUnmodifiable();
    }
}
