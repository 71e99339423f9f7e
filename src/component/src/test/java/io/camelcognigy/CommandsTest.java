package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.CLOSE;
import static io.camelcognigy.CognigyConstants.INPUT_FORMAT;
import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.test.ReceivedInput;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message's headers command: how its body is read, and that its session ends. */
class CommandsTest extends CognigyTestSupport {

    private static final String JSON = "{\"text\":\"hi\"}";

    @Test
    void aSessionIsClosedByAnInputAndTheNextOneOpensItAnew() throws Exception {
        request("cognigy:support", "hello", SESSION_KEY, "alice");
        assertThat(endpoint.connections()).isEqualTo(1);

        Exchange closed = request("cognigy:support", null, SESSION_KEY, "alice", CLOSE, "true");
        assertThat(closed.getException()).isNull();
        assertThat(closed.getMessage().getBody(List.class)).isEmpty();
        await().until(() -> endpoint.connections() == 0);

        Exchange again = request("cognigy:support", "hello", SESSION_KEY, "alice");
        assertThat(again.getMessage().getBody(String.class)).isEqualTo("You said: hello");
        assertThat(endpoint.journal().inputs()).hasSize(2);
    }

    @Test
    void whoClosesASessionThatIsNotThereHasClosedIt() throws Exception {
        assertThat(tell("cognigy:support", null, SESSION_KEY, "bert", CLOSE, "true")
                        .getException())
                .isNull();
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text, json, hi", "json, text, '{\"text\":\"hi\"}'", "text, auto, hi"})
    void aMessageSaysHowItsTextIsReadWhateverTheOptionSays(String option, String header, String heard)
            throws Exception {
        Exchange exchange =
                request("cognigy:support?inputFormat=" + option, JSON, SESSION_KEY, "alice", INPUT_FORMAT, header);
        assertThat(exchange.getException()).isNull();
        assertThat(endpoint.journal().inputs()).extracting(ReceivedInput::text).containsExactly(heard);
    }

    @Test
    void fieldsAreFieldsAlsoBesideTextThatIsText() throws Exception {
        request("cognigy:support", Map.of("text", "hi"), SESSION_KEY, "alice", INPUT_FORMAT, "text");
        assertThat(endpoint.journal().inputs()).extracting(ReceivedInput::text).containsExactly("hi");
    }

    @Test
    void aFormatThatIsNoneIsRefused() throws Exception {
        assertThat(request("cognigy:support", JSON, SESSION_KEY, "alice", INPUT_FORMAT, "xml")
                        .getException())
                .isInstanceOf(InvalidInputException.class);
    }
}
