package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.contract.TraceParent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Who has an OpenTelemetry in Camel's registry has a span of each turn and of its steps, in the trace of its input. */
class TracingTest extends CognigyTestSupport {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT_ID = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";
    private static final AttributeKey<String> AGENT = AttributeKey.stringKey("cognigy.agent");
    private static final AttributeKey<String> TURN = AttributeKey.stringKey("cognigy.turn.id");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("cognigy.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final List<Exchange> routed = new CopyOnWriteArrayList<>();

    @BindToRegistry
    private final OpenTelemetry telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?events=output,silence").process(event -> {
                    routed.add(event.copy());
                    if ("stumble".equals(event.getMessage().getHeader(SESSION_KEY))) {
                        throw new IllegalStateException(event.getMessage().getBody(String.class));
                    }
                });
            }
        };
    }

    @Test
    void theStepsOfATurnAreInTheTraceOfItsInput() throws Exception {
        tell("cognigy:support", "hello", SESSION_KEY, "anna", TraceParent.HEADER, TRACEPARENT);

        SpanData turn = span("turn");
        SpanData waiting = span("turn waiting");
        SpanData bot = span("turn at the bot");
        SpanData stored = span("answer stored");
        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .containsOnly(TRACE_ID);
        assertThat(turn.getParentSpanId()).isEqualTo(PARENT_ID);
        assertThat(List.of(waiting, bot, stored))
                .extracting(SpanData::getParentSpanId)
                .containsOnly(turn.getSpanId());
        assertThat(waiting.getEndEpochNanos()).isLessThanOrEqualTo(bot.getStartEpochNanos());
        assertThat(bot.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(stored.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(turn.getAttributes().asMap())
                .isEqualTo(Map.of(
                        AGENT,
                        "support",
                        TURN,
                        routed.get(0).getMessage().getHeader(CognigyConstants.TURN_ID),
                        OUTCOME,
                        "answered"));
        assertThat(routed.get(0).getMessage().getHeader(TraceParent.HEADER))
                .describedAs("who reads the answer goes on from where it was stored")
                .isEqualTo("00-" + TRACE_ID + "-" + stored.getSpanId() + "-01");
    }

    @Test
    void aTurnIsPartOfWhatItsThreadIsAt() throws Exception {
        Span order = telemetry.getTracer("shop").spanBuilder("order").startSpan();
        try (Scope scope = order.makeCurrent()) {
            template.requestBodyAndHeader("cognigy:support", "hello", SESSION_KEY, "anna");
        }

        assertThat(span("turn").getParentSpanId())
                .isEqualTo(order.getSpanContext().getSpanId());
    }

    @Test
    void whatIsNotSampledIsNotRecordedButGoesOn() throws Exception {
        tell(
                "cognigy:support",
                "hello",
                SESSION_KEY,
                "anna",
                TraceParent.HEADER,
                "00-" + TRACE_ID + "-" + PARENT_ID + "-00");

        assertThat(spans.getFinishedSpanItems()).isEmpty();
        assertThat(routed.get(0).getMessage().getHeader(TraceParent.HEADER, String.class))
                .startsWith("00-" + TRACE_ID)
                .endsWith("-00");
    }

    @Test
    void theFlowGoesOnFromTheTurn() throws Exception {
        tell("cognigy:support?traceToFlow=true", "hello", SESSION_KEY, "anna", TraceParent.HEADER, TRACEPARENT);

        assertThat(endpoint.journal().inputs().get(0).data())
                .isEqualTo(Map.of(
                        "_camel",
                        Map.of(
                                "traceparent",
                                "00-" + TRACE_ID + "-" + span("turn").getSpanId() + "-01")));
    }

    @Test
    void aTurnInDoubtSaysSoAndWhichOfItsStepsFailed() throws Exception {
        tell("cognigy:support?turnTimeout=300ms", "hang", SESSION_KEY, "anna");

        assertFailed(span("turn"), "COGNIGY-TURN-TIMEOUT");
        assertFailed(span("turn at the bot"), "COGNIGY-TURN-TIMEOUT");
        assertThat(span("turn waiting").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span("turn").getAttributes().get(OUTCOME)).isEqualTo("in_doubt");
    }

    @Test
    void anInputThatIsRefusedIsARejectedTurn() throws Exception {
        tell("cognigy:support", Map.of("data", "no object"), SESSION_KEY, "anna");

        assertFailed(span("turn"), "COGNIGY-INVALID-FIELD");
        assertThat(span("turn").getAttributes().get(OUTCOME)).isEqualTo("rejected");
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void anAnswerThatIsNotStoredNamesTheFailureAndNotWhatWasSaid() throws Exception {
        tell("cognigy:support", "my secret is 4711", SESSION_KEY, "stumble");

        SpanData stored = span("answer stored");
        assertFailed(stored, "IllegalStateException");
        assertFailed(span("turn"), "COGNIGY-OUTPUT-NOT-ROUTED");
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("4711", "secret", "stumble");
    }

    @Test
    void whatNobodyAskedForIsOfNoTrace() throws Exception {
        tell("cognigy:support", "hello", SESSION_KEY, "anna", TraceParent.HEADER, TRACEPARENT);
        routed.clear();
        spans.reset();

        endpoint.push("anna", "by the way");

        await().atMost(Duration.ofSeconds(30)).until(() -> !routed.isEmpty());
        assertThat(routed.get(0).getMessage().getHeader(TraceParent.HEADER)).isNull();
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private static void assertFailed(SpanData span, String code) {
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEmpty();
        assertThat(span.getAttributes().get(ERROR)).isEqualTo(code);
        assertThat(span.getEvents()).isEmpty();
    }

    /** The only one of that name; it may end a moment after the exchange that it tells of. */
    private SpanData span(String name) {
        await().atMost(Duration.ofSeconds(30)).until(() -> named(name).size() == 1);
        return named(name).get(0);
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
