package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.EVENT;
import static io.camelcognigy.CognigyConstants.LAST;
import static io.camelcognigy.CognigyConstants.PART;
import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.contract.Contract;
import io.camelcognigy.road.RoadOutput;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A bot that streams 40 pieces with a card in between, over a real connection: what {@code stream} makes of it. */
class StreamOptionTest extends CognigyTestSupport {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final List<Exchange> routed = new CopyOnWriteArrayList<>();

    @Override
    SimulatedEndpoint.Builder endpoint() {
        DemoBot demo = new DemoBot();
        return SimulatedEndpoint.builder().bot((input, reply) -> {
            if ("tell".equals(input.text())) {
                stream(reply);
            } else {
                demo.answer(input, reply);
            }
        });
    }

    private static void stream(Reply reply) {
        for (int i = 1; i <= 40; i++) {
            reply.say("word " + i + " ", Map.of("_cognigy", Map.of("_messageId", "m-1")));
            if (i == 20) {
                reply.say(null, card());
            }
        }
        reply.say("", Map.of("_cognigy", Map.of("_messageId", "m-1", "_finishReason", "stop")));
        reply.finalPing();
    }

    private static Map<String, Object> card() {
        Map<String, Object> button = Map.of("title", "Yes", "type", "postback", "payload", "y");
        return Map.of(
                "_cognigy",
                Map.of("_default", Map.of("_buttons", Map.of("text", "Look?", "buttons", List.of(button)))));
    }

    private static String joined() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            text.append("word ").append(i).append(' ');
        }
        return text.toString();
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?events=output,silence").process(event -> routed.add(event.copy()));
            }
        };
    }

    @Test
    void asAnswerThereAreTheJoinedTextAndTheCardInOrder() throws Exception {
        tell("cognigy:support?stream=answer", "tell", SESSION_KEY, "anna");

        assertThat(texts()).containsExactly(joined(), "Look?\n1. Yes");
        assertThat(routed)
                .extracting(event -> event.getMessage().getHeader(PART))
                .isEqualTo(List.of(1, 2));
        Contract contract = Contract.read();
        assertThat(routed)
                .allSatisfy(event -> assertThat(contract.output(
                                RoadOutput.of(event.getMessage()).json()))
                        .isEmpty());
    }

    @Test
    void asPiecesEachComes() throws Exception {
        tell("cognigy:support", "tell", SESSION_KEY, "anna");

        assertThat(routed).hasSize(42);
        assertThat(String.join("", texts())).isEqualTo(joined().replace("word 21 ", "Look?\n1. Yesword 21 "));
    }

    @Test
    void asATurnThereIsOneWhichIsTheLast() throws Exception {
        tell("cognigy:support?stream=turn", "tell", SESSION_KEY, "anna");

        assertThat(texts()).containsExactly(joined().strip() + "\n\nLook?\n1. Yes");
        assertThat(routed.get(0).getMessage().getHeader(LAST)).isEqualTo(true);
    }

    @Test
    void theExchangePropertyGoesBeforeTheOption() {
        template.send("cognigy:support?stream=turn", exchange -> {
            exchange.setProperty(CognigyConstants.STREAM, "answer");
            exchange.getMessage().setHeader(SESSION_KEY, "anna");
            exchange.getMessage().setBody("tell");
        });

        assertThat(routed).hasSize(2);
    }

    @Test
    void aReplyIsJoinedToo() throws Exception {
        Exchange reply = request("cognigy:support?stream=answer", "tell", SESSION_KEY, "anna");

        assertThat(reply.getMessage().getBody(String.class)).isEqualTo(joined() + "\nLook?\n1. Yes");
    }

    @Test
    void aTurnWithoutAWordIsToldOf() throws Exception {
        tell("cognigy:support", "silent", SESSION_KEY, "anna");

        assertThat(routed)
                .extracting(event -> event.getMessage().getHeader(EVENT))
                .isEqualTo(List.of("silence"));
        assertThat(RoadOutput.of(routed.get(0).getMessage()).json()).contains("\"type\":\"turnEnd\"", "\"parts\":0");
    }

    @Test
    void aTraceReachesTheFlowWhereThatIsWanted() throws Exception {
        tell("cognigy:support?traceToFlow=true", "hello", SESSION_KEY, "anna", "traceparent", TRACE);
        tell("cognigy:support?traceToFlow=true", "hello", SESSION_KEY, "anna", "traceparent", "nonsense");
        tell("cognigy:support", "hello", SESSION_KEY, "anna", "traceparent", TRACE);

        assertThat(endpoint.journal().inputs().get(0).data()).isEqualTo(Map.of("_camel", Map.of("traceparent", TRACE)));
        assertThat(endpoint.journal().inputs().get(1).data()).isNull();
        assertThat(endpoint.journal().inputs().get(2).data()).isNull();
    }

    private List<String> texts() {
        return routed.stream()
                .map(event -> event.getMessage().getBody(String.class))
                .toList();
    }
}
