package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.CognigyConstants;
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
        event.setBody(body);
        return RoadOutput.of(event).json();
    }

    private static String output(String textAndData) {
        return "{\"type\":\"output\",\"sessionKey\":\"anna\",\"sessionId\":\"jms~anna\"," + textAndData + "}";
    }

    @Test
    void anOutputHasTextAndDataAndTheKeyAsTheSourceSaysIt() {
        Map<String, Object> body = new HashMap<>();
        body.put("text", "hi");
        body.put("data", Map.of("n", 1));
        body.put("traceId", "t");
        assertThat(json(body)).isEqualTo(output("\"text\":\"hi\",\"data\":{\"n\":1}"));
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
}
