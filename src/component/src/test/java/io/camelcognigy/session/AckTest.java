package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.session.ScriptedConnector.TestAck;
import org.junit.jupiter.api.Test;

/**
 * What is acknowledged when: a turn's outputs and all that is no output on receipt; an unsolicited output when it was
 * routed to the end, and not if that failed, so that a missed acknowledgement may bring a second copy but never a loss.
 */
class AckTest {

    private final Scene scene = new Scene();

    private RecordingSubscriber outputs() {
        return RecordingSubscriber.of(EventKind.OUTPUT);
    }

    @Test
    void outputsOfATurnAreAcknowledgedOnReceipt() {
        RecordingSubscriber consumer = scene.consumer(outputs().gated());
        scene.submit();
        TestAck ack = scene.ready().output("1");

        assertThat(ack.acknowledged()).isTrue();
        consumer.pass();
        assertThat(ack.calls).isOne();
    }

    @Test
    void outputsOfAnInOutTurnToo() {
        scene.submit(Scene.input().inOut());

        assertThat(scene.ready().output("1").acknowledged()).isTrue();
    }

    @Test
    void anUnsolicitedOutputIsAcknowledgedWhenItWasRouted() {
        RecordingSubscriber consumer = scene.consumer(outputs().gated());
        TestAck ack = scene.afterOneTurn().output("notify");
        assertThat(ack.calls).isZero();

        consumer.pass();
        assertThat(ack.acknowledged()).isTrue();
    }

    @Test
    void anUnsolicitedOutputWhoseRouteFailedIsNotAcknowledged() {
        scene.consumer(outputs().failing(new IllegalStateException("planted by the test")));

        assertThat(scene.afterOneTurn().output("notify").calls).isZero();
    }

    @Test
    void anUnsolicitedOutputThatNobodyTakesIsNotAcknowledged() {
        scene.consumer(RecordingSubscriber.of(EventKind.CONNECTED).acknowledgingOnReceipt());

        assertThat(scene.afterOneTurn().output("notify").calls).isZero();
    }

    @Test
    void anUnsolicitedOutputForAnAddressThatNobodyServesIsNotAcknowledged() {
        scene.consumer(outputs().serving("road", "mail").acknowledgingOnReceipt());

        assertThat(scene.afterOneTurn().output("notify").calls).isZero();
    }

    @Test
    void aCarefulConsumerOfOtherAddressesHasNoSay() {
        scene.consumer(outputs().serving("road", "mail").gated());
        scene.consumer(outputs().acknowledgingOnReceipt().gated());

        assertThat(scene.afterOneTurn().output("notify").acknowledged()).isTrue();
    }

    @Test
    void onRequestAnUnsolicitedOutputIsAcknowledgedOnReceipt() {
        RecordingSubscriber consumer =
                scene.consumer(outputs().acknowledgingOnReceipt().gated());
        TestAck ack = scene.afterOneTurn().output("notify");

        assertThat(ack.acknowledged()).isTrue();
        consumer.pass();
        assertThat(ack.calls).isOne();
    }

    @Test
    void amongSeveralConsumersTheMostCarefulDecides() {
        RecordingSubscriber careful = scene.consumer(outputs().gated());
        scene.consumer(outputs().acknowledgingOnReceipt());
        TestAck ack = scene.afterOneTurn().output("notify");
        assertThat(ack.calls).isZero();

        careful.pass();
        assertThat(ack.acknowledged()).isTrue();
    }

    @Test
    void anUnsolicitedOutputThatIsDroppedOverTheBoundIsNotAcknowledged() {
        Scene narrow = new Scene(o -> o.maxUnroutedEvents = 1);
        narrow.consumer(outputs().acknowledgingOnReceipt().gated());
        Scripted connection = narrow.afterOneTurn();

        assertThat(connection.output("1").acknowledged()).isTrue();
        assertThat(connection.output("2").calls).isZero();
    }

    @Test
    void anOutputAfterItsTurnIsUnsolicited() {
        RecordingSubscriber consumer = scene.consumer(outputs().gated());
        TestAck ack = scene.afterOneTurn().output("late");

        assertThat(consumer.last().unsolicited()).isTrue();
        assertThat(ack.calls).isZero();
    }

    @Test
    void anOutputBeforeReadinessIsUnsolicitedAndAcknowledgedWhenRouted() {
        RecordingSubscriber consumer = scene.consumer(outputs());
        scene.submit();

        assertThat(scene.connection().output("buffered").acknowledged()).isTrue();
        assertThat(consumer.last().unsolicited()).isTrue();
    }

    @Test
    void everythingThatIsNoOutputIsAcknowledgedOnReceipt() {
        scene.consumer(RecordingSubscriber.ofAll().gated());
        scene.submit();
        Scripted connection = scene.ready();

        assertThat(connection.event(ScriptedConnector.error("E")).acknowledged())
                .isTrue();
        assertThat(connection.finalPing().acknowledged()).isTrue();
        assertThat(connection.finalPing().acknowledged()).isTrue();
        assertThat(connection.event(ScriptedConnector.exception("E")).acknowledged())
                .isTrue();
        assertThat(connection.event(new ServerEvent.Unknown("novelty", null)).acknowledged())
                .isTrue();
    }
}
