package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.test.FailAt;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** With handshake=inner, ids and token never travel in a URL, not even when the server does not ask for them. */
class InnerHandshakeTest extends CognigyTestSupport {

    @Override
    void configure(CognigyConfiguration options) {
        options.setHandshake(HandshakeMode.INNER);
        options.setReadyTimeout(Duration.ofMillis(200));
        options.setReconnectDelay(Duration.ofMillis(20));
    }

    @Test
    void theConversationWorks() throws Exception {
        Exchange exchange = request("cognigy:support", "hello", SESSION_KEY, "alice");

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("You said: hello");
        assertThat(endpoint.journal().violations()).isEmpty();
        assertThat(endpoint.journal().handshakes()).allMatch(handshake -> handshake.inner());
    }

    @Test
    void aServerThatNeverAsksIsNotToldInTheQueryInstead() throws Exception {
        endpoint.failAt(FailAt.NO_HANDSHAKE, 2);

        Exchange exchange = request("cognigy:support", "hello", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(endpoint.accepted()).isEqualTo(3);
        assertThat(endpoint.journal().handshakes()).allMatch(handshake -> handshake.inner());
    }
}
