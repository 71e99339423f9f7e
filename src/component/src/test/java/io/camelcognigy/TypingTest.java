package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.InvalidInputException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** A typing indication is sent where the session is connected, else dropped; it is never an input. */
class TypingTest extends CognigyTestSupport {

    @Test
    void aTypingIndicationReachesTheEndpointWithoutATurn() throws Exception {
        request("cognigy:support", "hello", SESSION_KEY, "alice");

        tell("cognigy:support?typing=on", null, SESSION_KEY, "alice");
        tell("cognigy:support", null, SESSION_KEY, "alice", CognigyConstants.TYPING, "off");

        await().untilAsserted(() -> assertThat(endpoint.journal().typings()).hasSize(2));
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void withoutAConnectionItIsDroppedAndOpensNone() throws Exception {
        Exchange exchange = tell("cognigy:support?typing=on", null, SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(endpoint.accepted()).isZero();
    }

    @Test
    void anyOtherValueIsRefused() throws Exception {
        Exchange exchange = tell("cognigy:support", null, SESSION_KEY, "alice", CognigyConstants.TYPING, "maybe");

        assertThat(exchange.getException(InvalidInputException.class)).hasMessageContaining("on or off");
    }
}
