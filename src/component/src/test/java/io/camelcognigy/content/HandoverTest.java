package io.camelcognigy.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.Handover.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a handover stands is read from what the Endpoint sends for it, and never guessed (PROTOCOL §8). */
class HandoverTest {

    @Test
    void theQueueHasPositionAndWaitingTime() {
        Handover handover = queue("{'position':3,'estimatedWaitTime':120,'alternativeText':'You are third'}");

        assertThat(handover).isEqualTo(new Handover(Event.QUEUE, 3L, 120L, "You are third", null, null));
    }

    @Test
    void anAgentHasANameAndDoesSomething() {
        assertThat(Handover.of(Wire.message("{'data':{'_cognigy':{'_webchat3':{'type':'liveAgentEvent','payload':"
                        + "{'text':'Ann is here','action':'joined','agentName':'Ann'}}}}}")))
                .contains(new Handover(Event.AGENT, null, null, "Ann is here", "joined", "Ann"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'3'  | 3",
                "3.0  | 3",
                "0    | 0",
            })
    void aPositionMayBeWrittenInSeveralWays(String written, long position) {
        assertThat(queue("{'position':" + written + "}").position()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'third'", "3.5", "null", "true", "{}", "[3]", "'3rd'", "1e300", "'99999999999999999999'"})
    void whatIsNoNumberForSureIsNoPosition(String written) {
        assertThat(queue("{'position':" + written + "}").position()).isNull();
    }

    @Test
    void aWaitingTimeStaysAsItCameForItsUnitIsUnknown() {
        assertThat(queue("{'estimatedWaitTime':'5 min'}").estimatedWaitTime()).isEqualTo("5 min");
        assertThat(queue("{'estimatedWaitTime':2.5}").estimatedWaitTime()).isEqualTo(2.5);
        assertThat(queue("{'estimatedWaitTime':{}}").estimatedWaitTime()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "'bare'",
                "{'data':{'_cognigy':{'_webchat3':null}}}",
                "{'data':{'_cognigy':{'_webchat3':{'type':'somethingElse','payload':{'position':1}}}}}",
                "{'text':'You are number 3 in the queue','source':'bot'}",
                "{'data':{'position':3,'estimatedWaitTime':10}}",
            })
    void whatDoesNotSayThatItIsOneIsNone(String message) {
        assertThat(Handover.of(Wire.message(message))).isEmpty();
    }

    @Test
    void aPayloadOfAnotherShapeHasNothingToTell() {
        assertThat(Handover.of(Wire.message("{'data':{'_cognigy':{'_webchat3':{'type':'queueUpdate','payload':7}}}}")))
                .contains(new Handover(Event.QUEUE, null, null, null, null, null));
    }

    private static Handover queue(String payload) {
        return Handover.of(Wire.message(
                        "{'data':{'_cognigy':{'_webchat3':{'type':'queueUpdate','payload':" + payload + "}}}}"))
                .orElseThrow();
    }
}
