package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.contract.Contract;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

/** Every road writes an output as the same JSON object: five keys, always there, in one order. */
class RoadOutputTest {

    private final Message event = new DefaultMessage(new DefaultCamelContext());

    private String json(Object body) {
        event.setHeader(CognigyConstants.EVENT, "output");
        event.setHeader(CognigyConstants.SESSION_KEY, "jms~anna");
        event.setHeader(CognigyConstants.SESSION_ID, "jms~anna");
        event.setHeader(CognigyConstants.AGENT, "support");
        event.setHeader(CognigyConstants.TURN_ID, "t-1");
        event.setHeader(CognigyConstants.PART, 2);
        event.setBody(body);
        return typed("output");
    }

    private String typed(String kind) {
        return RoadOutput.of(kind, event, event.getBody(), Instant.EPOCH).json();
    }

    private static String output(String textAndData) {
        return output(textAndData, "");
    }

    private static String output(String textAndData, String more) {
        return "{\"type\":\"output\",\"sessionKey\":\"anna\",\"sessionId\":\"jms~anna\"," + textAndData
                + ",\"version\":1,\"agent\":\"support\",\"turnId\":\"t-1\",\"part\":2,\"unsolicited\":false" + more
                + ",\"at\":\"1970-01-01T00:00:00Z\"}";
    }

    @Test
    void anOutputHasTextAndDataAndTheKeyAsTheSourceSaysIt() {
        Map<String, Object> body = new HashMap<>();
        body.put("text", "hi");
        body.put("data", Map.of("n", 1));
        body.put("traceId", "t");
        body.put("source", "agent");
        assertThat(json(body))
                .isEqualTo(output("\"text\":\"hi\",\"data\":{\"n\":1}", ",\"source\":\"agent\",\"traceId\":\"t\""));
    }

    @Test
    void whatFitsNoFieldGoesOutAsData() {
        Map<String, Object> transformed = new HashMap<>();
        transformed.put("text", null);
        transformed.put("data", null);
        transformed.put("raw", List.of(1));
        assertThat(json(transformed)).isEqualTo(output("\"text\":null,\"data\":[1]"));
        assertThat(json(Map.of("order", 7))).isEqualTo(output("\"text\":null,\"data\":{\"order\":7}"));
    }

    @Test
    void whatAStepPutInPlaceOfAnOutputIsItsText() {
        assertThat(json("bonjour")).isEqualTo(output("\"text\":\"bonjour\",\"data\":null"));
        assertThat(json(Map.of())).isEqualTo(output("\"text\":null,\"data\":null"));
    }

    @Test
    void aNumberThatNobodyCanHoldIsNotTheTextInfinity() {
        assertThat(json(Map.of("text", "hi", "data", Map.of("n", Double.POSITIVE_INFINITY))))
                .isEqualTo(output("\"text\":\"hi\",\"data\":{\"n\":null}"));
    }

    @Test
    void theComponentsEventsAreTheContractsTypes() {
        json("");
        event.setBody(Map.of("status", "typingOn"));
        assertThat(typed("typingStatus")).contains("\"type\":\"typing\"", "\"typing\":\"on\"");
        event.setBody(Map.of("code", "E-1", "message", "no"));
        assertThat(typed("exception"))
                .contains("\"type\":\"error\"", "\"error\":{\"code\":\"E-1\",\"message\":\"no\"}");
        event.setBody(Map.of());
        assertThat(typed("finalPing"))
                .contains("\"type\":\"turnEnd\"", "\"parts\":2")
                .doesNotContain("\"part\":");
    }

    @Test
    void everythingIsOfTheContract() {
        Contract contract = Contract.read();
        json("hi");
        for (String kind :
                List.of("output", "finalPing", "silence", "typingStatus", "error", "exception", "sessionOpened")) {
            assertThat(contract.output(typed(kind))).as(kind).isEmpty();
        }
    }
}
