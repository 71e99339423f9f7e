package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events come in the order of the wire, one after the other per session; sessions do not wait for each other. */
class OrderTest {

    private final Scene scene = new Scene();

    @Test
    void theNextEventComesOnlyWhenTheRouteOfTheOneBeforeIsDone() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.output("2");
        assertThat(consumer.texts()).containsExactly("1");

        consumer.pass();
        assertThat(consumer.texts()).containsExactly("1", "2");
    }

    @Test
    void eventsOfAllKindsComeInTheOrderOfTheWire() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.ofAll().gated());
        scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.finalPing();
        connection.output("2");
        connection.event(ScriptedConnector.exception("E"));
        connection.cut();
        IntStream.range(0, 7).forEach(i -> consumer.pass());

        assertThat(consumer.kinds())
                .containsExactly(
                        EventKind.CONNECTED,
                        EventKind.SESSION_OPENED,
                        EventKind.OUTPUT,
                        EventKind.FINAL_PING,
                        EventKind.OUTPUT,
                        EventKind.EXCEPTION,
                        EventKind.DISCONNECTED);
    }

    @Test
    void aConsumerThatBlocksOneSessionDoesNotHoldAnother() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        scene.submit(input().session("a"));
        Scripted a = scene.ready();
        RecordingCallback other = scene.submit(input().session("b").inOut());
        Scripted b = scene.ready();
        a.output("stuck");
        b.output("answer");
        b.finalPing();
        b.output("notify");

        assertThat(other.texts()).containsExactly("answer");
        assertThat(consumer.texts()).containsExactly("stuck", "notify");
    }

    @Test
    void aFailedEventDoesNotStopThoseBehindIt() {
        RecordingSubscriber consumer = scene.consumer(
                RecordingSubscriber.of(EventKind.OUTPUT).throwing(new IllegalStateException("planted by the test")));
        Scripted connection = scene.afterOneTurn();
        connection.output("1");
        connection.output("2");

        assertThat(consumer.texts()).containsExactly("1", "2");
    }

    @Test
    void aRouteThatReportsTwiceDoesNotOpenTheGateTwice() {
        RecordingSubscriber consumer =
                scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        scene.agent.subscribe(new EventSubscriber() {
            @Override
            public boolean wants(EventKind kind) {
                return kind == EventKind.OUTPUT;
            }

            @Override
            public boolean acknowledgesOnReceipt() {
                return false;
            }

            @Override
            public void deliver(SessionEvent event, Consumer<Throwable> routed) {
                routed.accept(null);
                routed.accept(null);
            }
        });
        Scripted connection = scene.afterOneTurn();
        connection.output("1");
        connection.output("2");

        assertThat(consumer.texts()).containsExactly("1");
        consumer.pass();
        assertThat(consumer.texts()).containsExactly("1", "2");
    }

    @Test
    void whoUnsubscribedGetsNoFurtherEvents() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT));
        Scripted connection = scene.afterOneTurn();
        connection.output("1");
        scene.agent.unsubscribe(consumer);
        connection.output("2");

        assertThat(consumer.texts()).containsExactly("1");
    }

    @Test
    void eventsOfATurnNameItAndOthersDoNot() {
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.ofAll());
        scene.submit();
        Scripted connection = scene.ready();
        connection.output("1");
        connection.event(new ServerEvent.FinalPing("regular"));
        connection.output("2");

        assertThat(consumer.events)
                .filteredOn(event -> event.kind() != EventKind.CONNECTED && event.kind() != EventKind.SESSION_OPENED)
                .extracting(SessionEvent::unsolicited)
                .containsExactly(false, false, true);
    }
}
