package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.session.EndpointErrorException;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import io.camelcognigy.session.TurnException;
import io.camelcognigy.session.TurnTimeoutException;
import io.camelcognigy.test.ReceivedInput;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An InOut exchange is one turn: its body is the input, its reply is what the bot said until the turn was over. */
class RequestReplyTest extends CognigyTestSupport {

    private static final String URI = "cognigy:support";

    @Test
    void theOutputsOfTheTurnAreTheReply() throws Exception {
        Exchange exchange = request(URI, "hello", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("You said: hello");
        assertThat(exchange.getMessage().getHeader(CognigyConstants.TURN_ID)).isNotNull();
        assertThat(exchange.getMessage().getHeader(CognigyConstants.FINAL_PING)).isEqualTo("regular");
        assertThat(endpoint.journal().violations()).isEmpty();
    }

    @Test
    void severalOutputsComeInOrder() throws Exception {
        Exchange exchange = request(URI, "count 3", SESSION_KEY, "alice");

        CognigyReply reply = exchange.getMessage().getBody(CognigyReply.class);
        assertThat(reply).extracting(output -> output.get("text")).containsExactly("1 of 3", "2 of 3", "3 of 3");
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("1 of 3\n2 of 3\n3 of 3");
    }

    @Test
    void aBotThatSaysNothingGivesAnEmptyReply() throws Exception {
        Exchange exchange = request(URI, "silent", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(CognigyReply.class)).isEmpty();
    }

    @Test
    void structuredContentConvertsToJsonAndToItsText() throws Exception {
        Exchange exchange = request(URI, "menu", SESSION_KEY, "alice");

        JsonNode json = exchange.getMessage().getBody(JsonNode.class);
        assertThat(json.at("/0/data/_cognigy/_default/_quickReplies/quickReplies")
                        .size())
                .isPositive();
        assertThat(exchange.getMessage().getBody(String.class)).isNotBlank();
    }

    @Test
    void aMapIsAnInputWithItsFields() throws Exception {
        Map<String, Object> body = Map.of(
                "text",
                "hi",
                "data",
                Map.of("orderId", 17),
                "resetFlow",
                true,
                "userId",
                "u-7",
                "passthroughIp",
                "::1");

        request(URI + "?channel=kiosk", body, SESSION_KEY, "alice");

        ReceivedInput input = endpoint.journal().inputs("alice").get(0);
        assertThat(input.text()).isEqualTo("hi");
        assertThat(input.data()).isEqualTo(Map.of("orderId", 17));
        assertThat(input.userId()).isEqualTo("u-7");
        assertThat(endpoint.journal().violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "auto | hello                  | hello",
                "auto | {\"text\":\"hi\"}      | hi",
                "auto | {\"smile\":1}          | {\"smile\":1}",
                "auto | {not json              | {not json",
                "text | {\"text\":\"hi\"}      | {\"text\":\"hi\"}",
                "json | {\"text\":\"hi\"}      | hi"
            })
    void theInputFormatSaysWhatABodyIs(String format, String body, String text) throws Exception {
        Exchange exchange = request(URI + "?inputFormat=" + format, body, SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(endpoint.journal().inputs("alice").get(0).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json | no json at all                    | INVALID_JSON",
                "json | [1]                               | INVALID_JSON",
                "json | {\"text\":17}                     | INVALID_FIELD",
                "json | {\"text\":\"a\",\"data\":[]}      | INVALID_FIELD",
                "json | {\"text\":\"a\",\"resetFlow\":3}  | INVALID_FIELD",
                "json | {\"userId\":\"u\"}                | EMPTY_INPUT",
                "json | {\"data\":{\"_cognigy\":{}}}      | RESERVED_DATA",
                "text | ``                                | EMPTY_INPUT"
            })
    void aWrongInputIsRefusedByNameAndNeverSent(String format, String body, FailureCode code) throws Exception {
        Exchange exchange = request(URI + "?inputFormat=" + format, body, SESSION_KEY, "alice");

        assertThat(exchange.getException(InvalidInputException.class).code()).isEqualTo(code);
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    @Test
    void aStringIsTextAndAMapAnInputUnlessTheRouteSaysOtherwise() throws Exception {
        request(URI, "{\"userId\":\"somebody-else\",\"text\":\"hi\"}", SESSION_KEY, "alice");
        request(URI, Map.of("text", "hi", "userId", "bobby"), SESSION_KEY, "bob");

        ReceivedInput typed = endpoint.journal().inputs("alice").get(0);
        assertThat(typed.text()).startsWith("{\"userId\"");
        assertThat(typed.userId()).isEqualTo("alice");
        ReceivedInput made = endpoint.journal().inputs("bob").get(0);
        assertThat(made.text()).isEqualTo("hi");
        assertThat(made.userId()).isEqualTo("bobby");
    }

    @Test
    void theHeaderSaysWhatOneBodyIs() throws Exception {
        String json = "{\"text\":\"hi\"}";
        request(URI, json, SESSION_KEY, "alice", CognigyConstants.INPUT_FORMAT, "json");
        request(URI + "?inputFormat=json", json, SESSION_KEY, "bob", CognigyConstants.INPUT_FORMAT, "text");
        Exchange wrong = request(URI, json, SESSION_KEY, "carol", CognigyConstants.INPUT_FORMAT, "xml");

        assertThat(endpoint.journal().inputs("alice").get(0).text()).isEqualTo("hi");
        assertThat(endpoint.journal().inputs("bob").get(0).text()).isEqualTo(json);
        assertThat(wrong.getException(InvalidInputException.class).code()).isEqualTo(FailureCode.INVALID_FIELD);
        assertThat(wrong.getException()).hasMessageContaining(CognigyConstants.INPUT_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "auto"})
    void aJsonTextSaysWhoSpeaksOnlyWhereTheRouteLetsIt(String format) throws Exception {
        String json = "{\"text\":\"hi\",\"userId\":\"somebody-else\",\"passthroughIp\":\"10.0.0.1\"}";
        request(URI + "?inputFormat=" + format, json, SESSION_KEY, "alice");
        request(URI + "?idsFromJson=true&inputFormat=" + format, json, SESSION_KEY, "bob");

        ReceivedInput alices = endpoint.journal().inputs("alice").get(0);
        assertThat(alices.userId()).isEqualTo("alice");
        assertThat(alices.fields()).doesNotContainValue("10.0.0.1");
        assertThat(endpoint.journal().inputs("bob").get(0).userId()).isEqualTo("somebody-else");
        assertThat(endpoint.journal().inputs("bob").get(0).fields()).containsValue("10.0.0.1");
    }

    @Test
    void aTextOverThePayloadLimitIsRefusedAndItsNeighboursAreNot() throws Exception {
        Exchange tooLarge = request(URI, "x".repeat(2_000_000), SESSION_KEY, "alice");
        Exchange next = request(URI, "hello", SESSION_KEY, "alice");

        assertThat(tooLarge.getException(TurnException.class).code()).isEqualTo(FailureCode.PAYLOAD_TOO_LARGE);
        assertThat(next.getException()).isNull();
        assertThat(endpoint.accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelCognigySessionKey", "CamelKafkaKey", "JMSXGroupID", "JMSCorrelationID"})
    void theSessionKeyIsFoundWhereTheSourcePutsIt(String header) throws Exception {
        request(URI, "hello", header, "alice");

        assertThat(endpoint.journal().inputs("alice")).hasSize(1);
    }

    @Test
    void theOptionSessionKeyComesBeforeAllHeaders() throws Exception {
        request(URI + "?sessionKey=${header.customer}", "hello", SESSION_KEY, "alice", "customer", "bob");

        assertThat(endpoint.journal().inputs("bob")).hasSize(1);
    }

    @Test
    void withoutASessionKeyNothingIsSent() throws Exception {
        Exchange exchange = request(URI, "hello");

        assertThat(exchange.getException(InvalidInputException.class).code()).isEqualTo(FailureCode.NO_SESSION_KEY);
        assertThat(exchange.getException()).hasMessageContaining("sessionKey").hasMessageContaining("JMSXGroupID");
        assertThat(endpoint.accepted()).isZero();
    }

    @Test
    void aHashedSessionIdKeepsTheKeyFromTheEndpoint() throws Exception {
        String uri = URI + "?sessionIdStrategy=hashed&sessionIdSecret=pepper";

        request(uri, "hello", SESSION_KEY, "alice@example.com");

        ReceivedInput input = endpoint.journal().inputs().get(0);
        assertThat(input.sessionId()).matches("[0-9a-f]{64}");
        assertThat(input.userId()).isEqualTo(input.sessionId());
    }

    @Test
    void idsWithAnyCharactersArriveAsTheyAre() throws Exception {
        Exchange exchange = request(URI, "hello", SESSION_KEY, "møller/7 +%&=?@ü😀");

        assertThat(exchange.getException()).isNull();
        assertThat(endpoint.journal().inputs().get(0).sessionId()).isEqualTo("møller/7 +%&=?@ü😀");
        assertThat(endpoint.journal().violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half \ud83d a pair", "\ude00"})
    void anIdThatCannotBeWrittenIsRefusedBeforeItCouldBecomeAnothers(String key) throws Exception {
        Exchange exchange = request(URI, "hello", SESSION_KEY, key);

        assertThat(exchange.getException(InvalidInputException.class).code()).isEqualTo(FailureCode.INVALID_ID);
        assertThat(endpoint.accepted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "exception"})
    void anErrorOfTheEndpointFailsTheTurnAndKeepsTheConnection(String command) throws Exception {
        Exchange failed = request(URI, command, SESSION_KEY, "alice");
        Exchange next = request(URI, "hello", SESSION_KEY, "alice");

        EndpointErrorException failure = failed.getException(EndpointErrorException.class);
        assertThat(failure.endpointCode()).startsWith("DEMO");
        assertThat(next.getMessage().getBody(String.class)).isEqualTo("You said: hello");
        assertThat(endpoint.accepted()).isEqualTo(1);
    }

    @Test
    void aTurnThatNeverEndsFailsByItsTimeoutAndTheNextOneIsItsOwn() throws Exception {
        Exchange hung = request(URI + "?turnTimeout=300ms", "hang", SESSION_KEY, "alice");
        Exchange next = request(URI, "hello", SESSION_KEY, "alice");

        TurnTimeoutException failure = hung.getException(TurnTimeoutException.class);
        assertThat(failure.inDoubt()).isTrue();
        assertThat(failure).hasMessageContaining("turnTimeout=300ms");
        assertThat(next.getMessage().getBody(String.class)).isEqualTo("You said: hello");
    }
}
