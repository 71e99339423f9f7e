package io.camelcognigy.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.content.Wire;
import io.camelcognigy.contract.Envelope.Type;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ProtocolCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands on the topics: readable by those who know five keys, and by those who know all. */
class EnvelopeTest {

    private static final Instant AT = Instant.parse("2026-11-24T10:15:30.123456789Z");

    @Test
    void theFiveKeysComeFirstAndAlways() {
        Envelope end = Envelope.of(Type.TURN_END, AT)
                .session("support", "ann", "s-1")
                .turn("t-1")
                .parts(0)
                .build();

        assertThat(end.json())
                .isEqualTo("{\"type\":\"turnEnd\",\"sessionKey\":\"ann\",\"sessionId\":\"s-1\",\"text\":null,"
                        + "\"data\":null,\"version\":1,\"agent\":\"support\",\"turnId\":\"t-1\",\"unsolicited\":false,"
                        + "\"at\":\"2026-11-24T10:15:30.123Z\",\"parts\":0}");
    }

    @Test
    void anOutputSaysWhoSpeaksAndWhereInTheTurn() {
        Map<String, Object> envelope = output(Wire.message("{'text':'Hi','source':'agent','traceId':'x-1','data':{}}"))
                .toMap();

        assertThat(envelope)
                .containsEntry("text", "Hi")
                .containsEntry("data", Map.of())
                .containsEntry("source", "agent")
                .containsEntry("traceId", "x-1")
                .containsEntry("part", 1)
                .containsEntry("last", true)
                .containsEntry("unsolicited", false);
    }

    @Test
    void whereTheEndpointGaveNoTextThatForPeopleStandsThere() {
        Map<String, Object> envelope = output(Wire.card("Tea?")).toMap();

        assertThat(envelope).containsEntry("text", "Tea?\n1. Yes");
        assertThat(envelope.get("data"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsKey("_cognigy")
                .containsEntry(
                        "choices", List.of(Map.of("number", 1, "title", "Yes", "kind", "reply", "payload", "yes")));
    }

    @Test
    void aTextOfTheEndpointStaysAsItIs() {
        Message message = Wire.message("{'text':' Tea? ','data':{'_cognigy':{'_default':{'_buttons':{'buttons':["
                + "{'title':'Yes','payload':'yes'}]}}}}}");

        assertThat(output(message).text()).isEqualTo(" Tea? ");
    }

    @Test
    void choicesOfTheBotsOwnAreNotTouched() {
        Message message = Wire.message("{'data':{'choices':7,'_cognigy':{'_default':{'_buttons':{'buttons':["
                + "{'title':'Yes','payload':'yes'}]}}}}}");

        assertThat(output(message).data()).isEqualTo(message.data());
    }

    @Test
    void anOutputOfAnyOtherShapeIsData() {
        assertThat(Envelope.of(Type.OUTPUT, AT)
                        .said(null, List.of(1L, "x"))
                        .build()
                        .toMap())
                .containsEntry("text", null)
                .containsEntry("data", List.of(1L, "x"));
    }

    @Test
    void aHandoverIsTyped() {
        Message message = Wire.message("{'data':{'_cognigy':{'_webchat3':{'type':'queueUpdate','payload':"
                + "{'position':2,'estimatedWaitTime':60,'alternativeText':'Second'}}}}}");

        assertThat(output(message).toMap())
                .containsEntry("text", "Second")
                .containsEntry(
                        "handover",
                        Map.of("event", "queue", "position", 2L, "estimatedWaitTime", 60L, "text", "Second"));
    }

    @Test
    void whatIsOfNoTurnWasNotAskedFor() {
        assertThat(Envelope.of(Type.OUTPUT, AT).said("News", null).build().unsolicited())
                .isTrue();
    }

    @Test
    void headersSayWhatAFilterNeeds() {
        assertThat(EnvelopeHeaders.of(output(Wire.message("{'text':'Hi'}"))))
                .isEqualTo(Map.of(
                        "chatType",
                        "output",
                        "chatVersion",
                        1,
                        "chatAgent",
                        "support",
                        "chatTurn",
                        "t-1",
                        "chatPart",
                        1,
                        "chatLast",
                        true,
                        "chatUnsolicited",
                        false,
                        "chatSource",
                        "bot"));
        assertThat(EnvelopeHeaders.of(output(Wire.message("{'text':'Hi'}"))).keySet())
                .as("valid as names of JMS properties")
                .allMatch(name -> name.chars().allMatch(Character::isJavaIdentifierPart));
    }

    @Test
    void asACloudEventTheAttributesAreHeaders() {
        TraceParent trace = TraceParent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .orElseThrow();
        Envelope answer = output(Wire.message("{'text':'Hi'}"));

        assertThat(CloudEventHeaders.of(answer, trace, () -> "random"))
                .isEqualTo(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "t-1/output/1",
                        "ce_source", "/cognigy/support",
                        "ce_type", "io.camelcognigy.chat.output.v1",
                        "ce_subject", "ann",
                        "ce_time", "2026-11-24T10:15:30.123Z",
                        "ce_traceparent", trace.value()));
        assertThat(CloudEventHeaders.of(
                        Envelope.of(Type.OUTPUT, AT)
                                .session("sales & more", null, null)
                                .build(),
                        null,
                        () -> "random"))
                .containsEntry("ce_id", "random")
                .containsEntry("ce_source", "/cognigy/sales%20%26%20more")
                .doesNotContainKeys("ce_subject", "ce_traceparent");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void aTypeIsFoundByItsName(Type type) {
        assertThat(Type.of(type.wireName())).isEqualTo(type);
        assertThatThrownBy(() -> Type.of("nothing")).hasMessageContaining(type.wireName());
    }

    @Test
    void itsJsonIsWhatItSays() throws Exception {
        Envelope card = output(Wire.card("Tea? \ud800"));

        assertThat(new ProtocolCodec().parse(card.json()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("type", "output")
                .containsEntry("text", card.text());
    }

    @Test
    void nothingOfWhatWasSaidIsInALog() {
        assertThat(output(Wire.message("{'text':'a secret'}")).toString()).doesNotContain("secret", "ann");
    }

    private static Envelope output(Message message) {
        return Envelope.of(Type.OUTPUT, AT)
                .session("support", "ann", "s-1")
                .turn("t-1")
                .part(1, true)
                .source(message.source())
                .said(message.text(), message.data() == null ? message.raw() : message.data())
                .traceId(message.traceId())
                .build();
    }
}
