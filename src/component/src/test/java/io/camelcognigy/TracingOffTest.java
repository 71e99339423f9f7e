package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.observe.Tracing;
import io.camelcognigy.session.TraceSpan;
import io.camelcognigy.session.TraceSpan.Step;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Without an OpenTelemetry nothing is traced, and nothing is created for it. */
class TracingOffTest extends CognigyTestSupport {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final List<Exchange> routed = new CopyOnWriteArrayList<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support").process(event -> routed.add(event.copy()));
            }
        };
    }

    @Test
    void anAnswerCarriesTheTraceOfItsInputAsItCame() throws Exception {
        tell("cognigy:support?replyHeaders=traceparent", "hello", SESSION_KEY, "anna", TraceParent.HEADER, TRACEPARENT);

        assertThat(routed.get(0).getMessage().getHeader(TraceParent.HEADER)).isEqualTo(TRACEPARENT);
    }

    @Test
    void itIsOffWithoutAnOpenTelemetryAndWithOneThatDoesNothing() {
        assertThat(Tracing.of(context)).isSameAs(Tracing.OFF);

        context.getRegistry().bind("telemetry", OpenTelemetry.noop());

        assertThat(Tracing.of(context)).isSameAs(Tracing.OFF);
    }

    @Test
    void aTurnThatIsNotTracedCreatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        Exchange exchange = new DefaultExchange(context);
        steps(exchange);

        long before = threads.getThreadAllocatedBytes(self);
        for (int turn = 0; turn < 1_000; turn++) {
            steps(exchange);
        }

        assertThat(threads.getThreadAllocatedBytes(self) - before)
                .describedAs("bytes for 1000 turns")
                .isLessThan(1_000);
    }

    /** All that is done for the trace of one turn with one answer. */
    private static void steps(Exchange exchange) {
        TraceSpan input = Tracing.OFF.received("kafka", exchange);
        TraceSpan turn = Tracing.OFF.turn("support", exchange);
        turn.turn("t-1");
        TraceSpan waiting = turn.begin(Step.WAITING);
        turn.traceparent();
        waiting.end(null);
        TraceSpan bot = turn.begin(Step.AT_THE_BOT);
        TraceSpan storing = turn.begin(Step.STORING);
        storing.traceparent();
        storing.end(null);
        bot.end(null);
        turn.end(null);
        input.end(null);
    }
}
