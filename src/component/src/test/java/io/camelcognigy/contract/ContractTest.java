package io.camelcognigy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.Wire;
import io.camelcognigy.contract.Envelope.Type;
import io.camelcognigy.protocol.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The files of docs/contract say what is so: their examples are valid, and so is what the envelope writes. */
class ContractTest {

    private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");

    private final Contract contract = Contract.read();

    @ParameterizedTest
    @ValueSource(strings = {"input.schema.json", "output.schema.json", "dead-letter.schema.json"})
    void theExamplesOfASchemaAreValid(String schema) {
        JsonNode examples = contract.file(schema).get("examples");

        assertThat(examples).isNotEmpty();
        examples.forEach(example ->
                assertThat(contract.check(schema, example.toString())).isEmpty());
    }

    @Test
    void theExamplesOfTheAsyncApiDocumentAreValid() {
        int examples = 0;
        for (Map.Entry<String, JsonNode> message :
                contract.asyncApi().at("/components/messages").properties()) {
            String place = "asyncapi.yaml#/components/messages/" + message.getKey();
            for (JsonNode example : message.getValue().get("examples")) {
                examples++;
                assertThat(contract.check(
                                place + "/headers", example.get("headers").toString()))
                        .as("headers of the example " + example.get("name"))
                        .isEmpty();
                assertThat(contract.check(
                                place + "/payload", example.get("payload").toString()))
                        .as("payload of the example " + example.get("name"))
                        .isEmpty();
            }
        }
        assertThat(examples).isEqualTo(8);
    }

    @Test
    void everyReferenceOfTheAsyncApiDocumentLeadsSomewhere() {
        for (JsonNode reference : contract.asyncApi().findValues("$ref")) {
            String target = reference.asString();
            JsonNode found = target.startsWith("#")
                    ? contract.asyncApi().at(target.substring(1))
                    : contract.file(target.replace("./", ""));
            assertThat(found.isObject()).as(target).isTrue();
        }
    }

    @Test
    void itsTypesAndHeadersAreOurs() {
        List<String> types = StreamSupport.stream(
                        contract.file("output.schema.json")
                                .at("/properties/type/enum")
                                .spliterator(),
                        false)
                .map(JsonNode::asString)
                .toList();
        List<String> ours = new ArrayList<>();
        for (Type type : Type.values()) {
            ours.add(type.wireName());
        }
        assertThat(types).isEqualTo(ours);
        assertThat(contract.asyncApi()
                        .at("/components/schemas/outputHeaders/properties")
                        .propertyNames())
                .contains(
                        EnvelopeHeaders.TYPE,
                        EnvelopeHeaders.VERSION,
                        EnvelopeHeaders.AGENT,
                        EnvelopeHeaders.TURN,
                        EnvelopeHeaders.PART,
                        EnvelopeHeaders.LAST,
                        EnvelopeHeaders.UNSOLICITED,
                        EnvelopeHeaders.SOURCE,
                        TraceParent.HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'text':'Hi'}",
                "{'text':null}",
                "'bare'",
                "[1,2]",
                "7",
                "{'text':'Hi','data':{'choices':'mine'},'source':'agent','traceId':'t'}",
                "{'data':{'_cognigy':{'_default':{'_buttons':{'buttons':[{'title':'A','payload':'a'},"
                        + "{'title':'B','type':'web_url','url':'https://x.example'},"
                        + "{'title':'C','type':'phone_number','payload':'1'}]}}}}}",
                "{'data':{'_cognigy':{'_default':{'_adaptiveCard':{'adaptiveCard':{'actions':["
                        + "{'type':'Action.Submit','title':'Go','data':7}]}}}}}}",
                "{'data':{'_cognigy':{'_webchat3':{'type':'queueUpdate','payload':{'position':1}}}}}",
                "{'data':{'_cognigy':{'_webchat3':{'type':'liveAgentEvent','payload':{'agentName':'Ann'}}}}}",
            })
    void whateverTheBotSaysIsValid(String said) {
        Message message = Wire.message(said);
        for (String turn : new String[] {"t-1", null}) {
            Envelope.Builder output = begin(Type.OUTPUT)
                    .turn(turn)
                    .source(message.source())
                    .traceId(message.traceId())
                    .said(
                            message.text(),
                            message.text() == null && message.data() == null ? message.raw() : message.data());
            assertValid(output.build());
            assertValid(output.part(2, true).build());
        }
    }

    @Test
    void everyOtherTypeIsValid() {
        assertValid(begin(Type.TYPING).typing(true).build());
        assertValid(begin(Type.TYPING).turn("t").typing(false).build());
        assertValid(begin(Type.TURN_END).turn("t").parts(3).build());
        assertValid(begin(Type.ERROR).turn("t").error("E-1", "no").build());
        assertValid(begin(Type.ERROR).error(null, null).build());
        assertValid(begin(Type.SESSION_OPENED).build());
        assertValid(begin(Type.SESSION_CLOSED).reason("idle").build());
        assertValid(begin(Type.HANDOVER)
                .said(
                        null,
                        Wire.message("{'data':{'_cognigy':{'_webchat3':{'type':'queueUpdate','payload':{}}}}}")
                                .data())
                .build());
    }

    @Test
    void whatIsNotOfTheContractIsFound() {
        assertThat(contract.output("{\"type\":\"output\"}")).isNotEmpty();
        assertThat(contract.output(begin(Type.TYPING).build().json())).isNotEmpty();
        assertThat(contract.output(begin(Type.TURN_END).parts(1).build().json()))
                .isNotEmpty();
        assertThat(contract.output(begin(Type.OUTPUT)
                        .build()
                        .json()
                        .replace("\"version\":1", "\"version\":1,\"somethingNew\":true")))
                .containsExactly("the member somethingNew is not described");
        assertThat(contract.outputHeaders(
                        Map.of("chatType", "output", "chatVersion", "1", "chatUnsolicited", "true", "chatNew", "1")))
                .containsExactly("the header chatNew is not described");
        assertThat(contract.deadLetter(Map.of("deadLetterOffset", "1"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":\"\"}",
                "{\"text\":7}",
                "{\"text\":\"hi\",\"data\":[]}",
                "{\"text\":\"hi\",\"data\":{\"_cognigy\":{}}}",
                "{\"text\":\"hi\",\"close\":true}",
                "{\"text\":\"hi\",\"typing\":\"on\"}",
                "{\"close\":true,\"typing\":\"on\"}",
                "{\"typing\":\"soon\"}",
                "{\"text\":\"hi\",\"resetFlow\":\"yes\"}",
                "[]",
            })
    void whatIsNoInputIsNotValid(String value) {
        assertThat(contract.input(value)).isNotEmpty();
    }

    private Envelope.Builder begin(Type type) {
        return Envelope.of(type, AT).session("support", "ann", "kafka~ann");
    }

    private void assertValid(Envelope envelope) {
        assertThat(contract.output(envelope.json())).as(envelope.json()).isEmpty();
        Map<String, String> headers = EnvelopeHeaders.of(envelope).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().toString(), (a, b) -> a, LinkedHashMap::new));
        assertThat(contract.outputHeaders(headers)).as("headers of " + envelope).isEmpty();
    }
}
