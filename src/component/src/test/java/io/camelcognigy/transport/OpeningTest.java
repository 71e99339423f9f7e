package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.Opening.State;
import io.camelcognigy.transport.Opening.Step;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An opening becomes ready once, when all its steps are done, or fails once, when the time for one is over. */
class OpeningTest implements Opening.Outcome {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration READY = Duration.ofSeconds(5);

    /** Its event loop keeps a clock that only the test moves. */
    private final EmbeddedChannel clock = new EmbeddedChannel();

    private final List<String> outcomes = new ArrayList<>();

    OpeningTest() {
        clock.freezeTime();
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTED, HANDSHAKE_ANSWERED, ENDPOINT_READY",
        "CONNECTED, ENDPOINT_READY, HANDSHAKE_ANSWERED",
        "ENDPOINT_READY, HANDSHAKE_ANSWERED, CONNECTED"
    })
    void theInnerHandshakeIsReadyAfterThreeStepsInAnyOrder(Step first, Step second, Step third) {
        Opening opening = begun(HandshakeMode.INNER, OnReadyTimeout.FAIL);
        opening.reached(first);
        opening.reached(second);
        opening.reached(first);
        assertThat(opening.state()).isEqualTo(State.OPENING);

        opening.reached(third);

        assertThat(opening.state()).isEqualTo(State.READY);
        assertThat(outcomes).containsExactly("opened");
    }

    @Test
    void theQueryHandshakeDoesNotWaitForTheInnerOne() {
        Opening opening = begun(HandshakeMode.QUERY, OnReadyTimeout.FAIL);

        opening.reached(Step.CONNECTED);
        opening.reached(Step.ENDPOINT_READY);

        assertThat(outcomes).containsExactly("opened");
    }

    @ParameterizedTest
    @EnumSource
    void withoutAConnectionTheConnectTimeoutCounts(OnReadyTimeout onReadyTimeout) {
        begun(HandshakeMode.QUERY, onReadyTimeout).reached(Step.ENDPOINT_READY);

        pass(CONNECT.minusMillis(1));
        assertThat(outcomes).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(outcomes).containsExactly("CONNECT_TIMEOUT: no connection within 20.0 s");
    }

    @Test
    void theReadyTimeoutBeginsWithTheConnection() {
        Opening opening = begun(HandshakeMode.QUERY, OnReadyTimeout.FAIL);
        pass(CONNECT.minusMillis(1));
        opening.reached(Step.CONNECTED);

        pass(READY.minusMillis(1));
        assertThat(outcomes).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(outcomes).singleElement().asString().startsWith("NOT_READY: connected, but no endpoint-ready");
    }

    @Test
    void anOldServerIsReadyWhenTheTimeIsOver() {
        Opening opening = begun(HandshakeMode.INNER, OnReadyTimeout.PROCEED);
        opening.reached(Step.CONNECTED);
        opening.reached(Step.HANDSHAKE_ANSWERED);

        pass(READY);

        assertThat(opening.state()).isEqualTo(State.READY);
        assertThat(outcomes).containsExactly("opened");
    }

    @ParameterizedTest
    @EnumSource
    void theInnerHandshakeIsNeverLeftOut(OnReadyTimeout onReadyTimeout) {
        Opening opening = begun(HandshakeMode.INNER, onReadyTimeout);
        opening.reached(Step.CONNECTED);
        opening.reached(Step.ENDPOINT_READY);

        pass(READY);

        assertThat(outcomes).singleElement().asString().startsWith("NOT_READY: the server did not ask");
    }

    @Test
    void whatIsReadyStaysReady() {
        Opening opening = begun(HandshakeMode.QUERY, OnReadyTimeout.FAIL);
        opening.reached(Step.CONNECTED);
        opening.reached(Step.ENDPOINT_READY);

        pass(CONNECT.plus(READY));

        assertThat(outcomes).containsExactly("opened");
    }

    @Test
    void afterTheEndNothingHappensAnyMore() {
        Opening opening = begun(HandshakeMode.QUERY, OnReadyTimeout.PROCEED);
        opening.reached(Step.CONNECTED);

        assertThat(opening.end()).isEqualTo(State.OPENING);
        assertThat(opening.end()).isEqualTo(State.OVER);
        opening.reached(Step.ENDPOINT_READY);
        pass(CONNECT.plus(READY));

        assertThat(opening.state()).isEqualTo(State.OVER);
        assertThat(outcomes).isEmpty();
    }

    @Override
    public void opened() {
        outcomes.add("opened");
    }

    @Override
    public void timedOut(Loss.Reason reason, String detail) {
        outcomes.add(reason + ": " + detail);
    }

    private Opening begun(HandshakeMode mode, OnReadyTimeout onReadyTimeout) {
        EndpointAddress address = EndpointAddress.parse("https://endpoint.example.com/0a1b2c");
        HandshakeParameters parameters = new HandshakeParameters(address.urlToken(), "u-1", "s-1", false, true);
        Opening opening = new Opening(
                new ConnectRequest(address, mode, parameters, CONNECT, READY, onReadyTimeout), clock.eventLoop(), this);
        opening.begin();
        return opening;
    }

    private void pass(Duration time) {
        clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        clock.runScheduledPendingTasks();
    }
}
