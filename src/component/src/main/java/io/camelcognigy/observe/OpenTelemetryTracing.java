package io.camelcognigy.observe;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.session.Outcome;
import io.camelcognigy.session.TraceSpan;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces with OpenTelemetry. Attributes hold names of ours, ids of turns and codes: of a failure never the message, which may
 * repeat what people say.
 */
final class OpenTelemetryTracing implements Tracing {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTelemetryTracing.class);
    private static final String SCOPE = "io.camelcognigy";

    /** Exchange property: the span of the input. */
    private static final String INPUT = "CamelCognigyInputSpan";

    private static final AttributeKey<String> ROAD = AttributeKey.stringKey("cognigy.road");
    private static final AttributeKey<String> AGENT = AttributeKey.stringKey("cognigy.agent");
    private static final AttributeKey<String> TURN = AttributeKey.stringKey("cognigy.turn.id");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("cognigy.outcome");
    /** That of OpenTelemetry's conventions. */
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    private final AtomicBoolean failed = new AtomicBoolean();

    private OpenTelemetryTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    static Tracing of(CamelContext camel) {
        Set<OpenTelemetry> all = camel.getRegistry().findByType(OpenTelemetry.class);
        if (all.size() > 1) {
            LOG.warn(
                    "There are {} beans of OpenTelemetry: nothing is traced, as it is not clear which to use",
                    all.size());
            return OFF;
        }
        OpenTelemetry telemetry = all.stream().findFirst().orElse(OpenTelemetry.noop());
        return telemetry == OpenTelemetry.noop() ? OFF : new OpenTelemetryTracing(telemetry.getTracer(SCOPE));
    }

    @Override
    public TraceSpan received(String road, Exchange exchange) {
        try {
            Span span = tracer.spanBuilder("input received")
                    .setSpanKind(SpanKind.CONSUMER)
                    .setParent(remembered(exchange)
                            .map(OpenTelemetryTracing::remote)
                            .orElseGet(Context::current))
                    .setAttribute(ROAD, road)
                    .startSpan();
            TraceSpan input = new WholeSpan(span);
            exchange.setProperty(INPUT, input);
            return input;
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    @Override
    public TraceSpan turn(String agent, Exchange exchange) {
        try {
            Span span = tracer.spanBuilder("turn")
                    .setParent(parentOfTurn(exchange))
                    .setAttribute(AGENT, agent)
                    .startSpan();
            return new WholeSpan(span);
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    private static Context parentOfTurn(Exchange exchange) {
        WholeSpan input = exchange.getProperty(INPUT, WholeSpan.class);
        return input != null
                ? input.asParent()
                : TraceParent.parse(exchange.getMessage().getHeader(TraceParent.HEADER, String.class))
                        .or(() -> remembered(exchange))
                        .map(OpenTelemetryTracing::remote)
                        .orElseGet(Context::current);
    }

    private static Optional<TraceParent> remembered(Exchange exchange) {
        Map<?, ?> address = exchange.getProperty(CognigyConstants.REPLY_ADDRESS, Map.of(), Map.class);
        return address.get(TraceParent.HEADER) instanceof String value ? TraceParent.parse(value) : Optional.empty();
    }

    private static Context remote(TraceParent from) {
        return Context.current()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        from.traceId(),
                        from.parentId(),
                        TraceFlags.fromHex(from.flags(), 0),
                        TraceState.getDefault())));
    }

    /** Whatever a tracer throws, the turn goes on. */
    private TraceSpan failed(Throwable failure) {
        if (failed.compareAndSet(false, true)) {
            LOG.warn("A tracer failed: traces have gaps from now on", failure);
        }
        return TraceSpan.NONE;
    }

    private static String w3c(SpanContext context) {
        String flags = context.getTraceFlags().asHex();
        return new TraceParent(context.getTraceId(), context.getSpanId(), flags).value();
    }

    /** A span of ours. */
    private class StepSpan implements TraceSpan {

        private final Span span;

        StepSpan(Span span) {
            this.span = span;
        }

        final Context asParent() {
            return Context.root().with(span);
        }

        @Override
        public final TraceSpan begin(Step step) {
            try {
                SpanBuilder child = switch (step) {
                    case WAITING -> tracer.spanBuilder("turn waiting");
                    case AT_THE_BOT -> tracer.spanBuilder("turn at the bot").setSpanKind(SpanKind.CLIENT);
                    case STORING -> tracer.spanBuilder("answer stored").setSpanKind(SpanKind.PRODUCER);
                };
                return new StepSpan(child.setParent(asParent()).startSpan());
            } catch (RuntimeException | Error e) {
                return failed(e);
            }
        }

        @Override
        public final void turn(String id) {
            try {
                span.setAttribute(TURN, id);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }

        @Override
        public final String traceparent() {
            try {
                SpanContext context = span.getSpanContext();
                return context.isValid() ? w3c(context) : null;
            } catch (RuntimeException | Error e) {
                failed(e);
                return null;
            }
        }

        @Override
        public final void end(Throwable failure) {
            try {
                if (failure != null) {
                    span.setStatus(StatusCode.ERROR).setAttribute(ERROR, Outcomes.reason(failure));
                }
                ending(span, failure);
                span.end();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }

        void ending(Span ending, Throwable failure) {}
    }

    /** One that has an outcome. */
    private final class WholeSpan extends StepSpan {

        WholeSpan(Span span) {
            super(span);
        }

        @Override
        void ending(Span ending, Throwable failure) {
            Outcome outcome = Outcomes.of(failure);
            ending.setAttribute(OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
        }
    }
}
