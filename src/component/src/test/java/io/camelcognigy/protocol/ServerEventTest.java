package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.protocol.ServerEvent.EndpointException;
import io.camelcognigy.protocol.ServerEvent.EndpointReady;
import io.camelcognigy.protocol.ServerEvent.ErrorOutput;
import io.camelcognigy.protocol.ServerEvent.FinalPing;
import io.camelcognigy.protocol.ServerEvent.HandshakeRequest;
import io.camelcognigy.protocol.ServerEvent.Output;
import io.camelcognigy.protocol.ServerEvent.Typing;
import io.camelcognigy.protocol.ServerEvent.Unknown;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server sends maps to one event; only what is no event at all is malformed (PROTOCOL §8). */
class ServerEventTest {

    private final ProtocolCodec codec = new ProtocolCodec();

    @Test
    void anOutputCarriesEveryDocumentedField() throws Exception {
        Message message = message(Frames.read("output-text.json"));

        assertThat(message.text()).isEqualTo("Hi");
        assertThat(message.data()).isEmpty();
        assertThat(message.traceId()).isEqualTo("endpoint-x-1");
        assertThat(message.source()).isEqualTo("bot");
        assertThat(message.sensitive()).isFalse();
    }

    @Test
    void aStructuredOutputHasNoTextAndKeepsItsData() throws Exception {
        Message message = message(Frames.read("output-quick-replies.json"));

        assertThat(message.text()).isNull();
        assertThat(message.data())
                .extractingByKey("_cognigy")
                .extracting("_default")
                .extracting("_quickReplies")
                .extracting("quickReplies")
                .isEqualTo(List.of(Map.of("id", 1L, "title", "S", "contentType", "postback", "payload", "size s")));
    }

    @Test
    void fieldsThatNobodyKnowsSurviveInTheRawMessage() throws Exception {
        Message message = message(Frames.read("output-gallery.json"));

        assertThat(message.source()).isEqualTo("agent");
        assertThat(message.raw()).extracting("avatarName").isEqualTo("Ann");
        assertThat(message.raw()).extracting("timestamp").isEqualTo(1767225600000L);
        assertThat(message.data()).extractingByKey("shop").extracting("prices").isEqualTo(List.of(1.5, 2L, -0.25));
    }

    @Test
    void aMessageIsUnmodifiableAllTheWayDown() throws Exception {
        Message message = message("[\"output\",{\"type\":\"output\",\"data\":{\"data\":{\"a\":{\"b\":[1]}}}}]");
        Map<?, ?> inner = (Map<?, ?>) message.data().get("a");

        assertThatThrownBy(() -> message.data().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(inner::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(((List<?>) inner.get("b"))::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true    | true",
                "\"true\"| true",
                "false   | false",
                "null    | false",
                "1       | false",
            })
    void aServerThatAsksForSilenceInLogsIsUnderstood(String flag, boolean sensitive) throws Exception {
        assertThat(message("[\"output\",{\"type\":\"output\",\"data\":{\"disableSensitiveLogging\":" + flag + "}}]")
                        .sensitive())
                .isEqualTo(sensitive);
    }

    /** A transformer's output goes out unvalidated, so every shape must get through with what it brought. */
    @ParameterizedTest
    @MethodSource("transformedOutputs")
    void anOutputOfAnyShapeIsPassedThrough(String data, String text, Map<String, Object> messageData, Object raw)
            throws Exception {
        Message message = message("[\"output\",{\"type\":\"output\",\"data\":" + data + "}]");

        assertThat(message.text()).isEqualTo(text);
        assertThat(message.data()).isEqualTo(messageData);
        assertThat(message.raw()).isEqualTo(raw);
        assertThat(message.source()).isEqualTo("bot");
    }

    static Stream<Arguments> transformedOutputs() {
        return Stream.of(
                arguments("{}", null, null, Map.of()),
                arguments("{\"x\":1}", null, null, Map.of("x", 1L)),
                arguments("{\"text\":5,\"source\":[]}", null, null, Map.of("text", 5L, "source", List.of())),
                arguments("{\"text\":\"a\",\"data\":\"b\"}", "a", null, Map.of("text", "a", "data", "b")),
                arguments(
                        "{\"data\":{\"k\":[]}}", null, Map.of("k", List.of()), Map.of("data", Map.of("k", List.of()))),
                arguments("\"bare\"", null, null, "bare"),
                arguments("[1,2]", null, null, List.of(1L, 2L)),
                arguments("true", null, null, true),
                arguments("17", null, null, 17L),
                arguments("null", null, null, null));
    }

    @Test
    void anOutputWithoutDataIsAnEmptyMessage() throws Exception {
        assertThat(message("[\"output\",{\"type\":\"output\"}]"))
                .isEqualTo(new Message(null, null, null, "bot", false, null));
    }

    @ParameterizedTest
    @MethodSource("simpleEvents")
    void anEventIsOfItsKind(String json, ServerEvent expected) throws Exception {
        assertThat(codec.decodeEvent(json)).isEqualTo(expected);
    }

    static Stream<Arguments> simpleEvents() {
        return Stream.of(
                arguments("[\"endpoint-ready\"]", new EndpointReady()),
                arguments("[\"endpoint-ready\",{\"version\":1},2]", new EndpointReady()),
                arguments("[\"handshake\"]", new HandshakeRequest()),
                arguments("[\"handshake\",null]", new HandshakeRequest()),
                arguments("[\"finalPing\",{\"type\":\"regular\"}]", new FinalPing("regular")),
                arguments("[\"finalPing\",{\"type\":\"cognigyStopFlow\"}]", new FinalPing("cognigyStopFlow")),
                arguments("[\"finalPing\",{\"type\":\"newKind\"}]", new FinalPing("newKind")),
                arguments("[\"finalPing\",{\"type\":7}]", new FinalPing(null)),
                arguments("[\"finalPing\"]", new FinalPing(null)),
                arguments("[\"finalPing\",\"x\"]", new FinalPing(null)),
                arguments(
                        "[\"output\",{\"type\":\"finalPing\",\"data\":{\"type\":\"regular\"}}]",
                        new FinalPing("regular")),
                arguments("[\"output\",{\"type\":\"finalPing\"}]", new FinalPing(null)),
                arguments("[\"typingStatus\",{\"status\":\"typingOn\"}]", new Typing(TypingStatus.ON)),
                arguments("[\"typingStatus\",{\"status\":\"typingOff\"}]", new Typing(TypingStatus.OFF)),
                arguments("[\"typingStatus\",{\"status\":\"on\"}]", new Unknown("typingStatus", "status on")),
                arguments("[\"typingStatus\"]", new Unknown("typingStatus", "status none")),
                arguments("[\"output\"]", new Unknown("output", "no envelope")),
                arguments("[\"output\",null]", new Unknown("output", "no envelope")),
                arguments("[\"output\",\"hi\"]", new Unknown("output", "the envelope is no object")),
                arguments("[\"output\",[]]", new Unknown("output", "the envelope is no object")),
                arguments("[\"output\",{\"data\":{}}]", new Unknown("output", "envelope without a type")),
                arguments("[\"output\",{\"type\":3}]", new Unknown("output", "envelope without a type")),
                arguments("[\"output\",{\"type\":\"video\"}]", new Unknown("output", "envelope of type video")),
                arguments(
                        "[\"output\",{\"type\":\"what she said\"}]",
                        new Unknown("output", "envelope of type (13 characters)")),
                arguments("[\"processInput\",{}]", new Unknown("processInput", "event")),
                arguments("[\"\"]", new Unknown("", "event")));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorsFieldsAreFoundWhereverTheyStand(String payload, String message, String code) throws Exception {
        EndpointException exception = (EndpointException) codec.decodeEvent("[\"exception\"," + payload + "]");

        assertThat(exception.error().message()).isEqualTo(message);
        assertThat(exception.error().code()).isEqualTo(code);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments("{\"message\":\"no\",\"code\":\"E\",\"reference\":\"r\"}", "no", "E"),
                arguments("{\"data\":{\"error\":{\"message\":\"no\",\"code\":\"E\"}}}", "no", "E"),
                arguments("{\"code\":401,\"data\":{\"error\":{\"message\":\"no\"}}}", "no", "401"),
                arguments("{\"data\":{\"error\":\"no\"}}", "no", null),
                arguments("{\"data\":\"no\"}", "no", null),
                arguments("\"no\"", "no", null),
                arguments("{\"message\":{\"text\":\"no\"}}", null, null),
                arguments("[\"no\"]", null, null),
                arguments("{}", null, null),
                arguments("null", null, null));
    }

    @Test
    void anExceptionMayComeWithoutAPayload() throws Exception {
        assertThat(codec.decodeEvent("[\"exception\"]"))
                .isEqualTo(new EndpointException(new EndpointError(null, null, Map.of())));
    }

    @Test
    void anErrorKeepsItsWholePayload() throws Exception {
        ServerEvent event = codec.decodeEvent("[\"exception\",{\"message\":\"no\",\"reference\":\"r-1\"}]");

        assertThat(((EndpointException) event).error().raw()).isEqualTo(Map.of("message", "no", "reference", "r-1"));
    }

    @Test
    void anOutputOfTypeErrorIsAnError() throws Exception {
        ServerEvent event = codec.decodeEvent(
                "[\"output\",{\"type\":\"error\",\"data\":{\"error\":{\"message\":\"flow failed\",\"code\":\"F-1\"}}}]");

        EndpointError error = ((ErrorOutput) event).error();
        assertThat(error.message()).isEqualTo("flow failed");
        assertThat(error.code()).isEqualTo("F-1");
    }

    @Test
    void anOutputOfTypeErrorMayLackTheError() throws Exception {
        ServerEvent event = codec.decodeEvent("[\"output\",{\"type\":\"error\"}]");

        assertThat(event).isEqualTo(new ErrorOutput(new EndpointError(null, null, Map.of("type", "error"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{\"type\":\"output\"}",
                "\"output\"",
                "null",
                "[]",
                "[null]",
                "[1,\"output\"]",
                "[\"output\"",
                "[\"output\",]",
                "[\"output\"] []",
                "[\"output\",{]}",
                "[\"output\",NaN]",
                "['output']",
                "[\"output\",\"\n\"]",
            })
    void whatIsNoEventIsMalformed(String json) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> codec.decodeEvent(json));
    }

    private Message message(String json) throws MalformedFrameException {
        return ((Output) codec.decodeEvent(json)).message();
    }
}
