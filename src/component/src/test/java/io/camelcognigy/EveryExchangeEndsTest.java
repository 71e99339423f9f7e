package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.TurnException;
import io.camelcognigy.test.FailAt;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promise 1: whatever the Endpoint or the network does, an exchange ends within its turnTimeout, once, with an answer or
 * with a failure that has a name, and the next input of the same session is answered.
 */
class EveryExchangeEndsTest extends CognigyTestSupport {

    @Override
    void configure(CognigyConfiguration options) {
        options.setConnectTimeout(Duration.ofMillis(300));
        options.setReadyTimeout(Duration.ofMillis(300));
        options.setReconnectDelay(Duration.ofMillis(20));
        options.setReconnectMaxDelay(Duration.ofMillis(50));
        options.setResyncTimeout(Duration.ofMillis(100));
        options.setTurnTimeout(Duration.ofMillis(1500));
    }

    @Override
    SimulatedEndpoint.Builder endpoint() {
        return super.endpoint().heartbeat(Duration.ofMillis(200), Duration.ofMillis(200));
    }

    /** What breaks one input, and how it ends; OK means that it is answered all the same, on the next connection. */
    @ParameterizedTest
    @CsvSource({
        "ACCEPT, OK",
        "NO_UPGRADE, OK",
        "HTTP_UPGRADE, OK",
        "NO_CONNECT, OK",
        "REFUSE, OK",
        "BEFORE_HANDSHAKE, OK",
        "BEFORE_READY, OK",
        "EXCEPTION_BEFORE_READY, OK",
        "DISCONNECT_BEFORE_READY, OK",
        "ON_INPUT, IN_DOUBT",
        "BETWEEN_OUTPUTS, IN_DOUBT",
        "BEFORE_FINAL_PING, IN_DOUBT",
        "GARBAGE_FRAME, IN_DOUBT",
        "BROKEN_JSON, IN_DOUBT",
        "OVERSIZED_FRAME, IN_DOUBT",
        "HALF_OPEN, IN_DOUBT",
        "SERVER_DISCONNECT, IN_DOUBT",
        "GOING_AWAY, IN_DOUBT"
    })
    void aFaultEndsTheExchangeByNameAndTheNextOneIsAnswered(FailAt fault, String end) throws Exception {
        endpoint.failAt(fault, 1);

        Exchange struck = request("cognigy:support", "count 2", SESSION_KEY, "alice");
        Exchange next = request("cognigy:support", "hello", SESSION_KEY, "alice");

        if ("OK".equals(end)) {
            assertThat(struck.getException()).isNull();
            assertThat(struck.getMessage().getBody(String.class)).isEqualTo("1 of 2\n2 of 2");
        } else {
            TurnException failure = struck.getException(TurnException.class);
            assertThat(failure.code()).isEqualTo(FailureCode.valueOf(end));
            assertThat(failure.inDoubt()).isTrue();
        }
        assertThat(next.getException()).isNull();
        assertThat(next.getMessage().getBody(String.class)).isEqualTo("You said: hello");
    }
}
