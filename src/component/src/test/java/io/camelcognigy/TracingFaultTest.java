package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A tracer that fails, with an Error even, takes nothing from a turn. */
class TracingFaultTest extends CognigyTestSupport {

    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private volatile String failing;

    @BindToRegistry
    private final OpenTelemetry telemetry = proxy(OpenTelemetry.class);

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support").log("${body}");
            }
        };
    }

    @Test
    void whateverOfATracerFailsTheTurnIsAnswered() throws Exception {
        for (String method : new String[] {"startSpan", "setAttribute", "getSpanContext", "setStatus", "end"}) {
            failing = method;
            String input = method.equals("setStatus") ? "exception" : "hello";

            Exchange over = tell("cognigy:support", input, SESSION_KEY, "anna");

            assertThat(over.getException() == null)
                    .describedAs("%s fails", method)
                    .isEqualTo(input.equals("hello"));
        }
        assertThat(failed).contains("startSpan", "setAttribute", "getSpanContext", "setStatus", "end");
    }

    /** Does nothing, gives back more of its kind, and throws where it is told to. */
    private <T> T proxy(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    if (method.getName().equals(failing)) {
                        failed.add(failing);
                        throw new OutOfMemoryError("planted");
                    }
                    return answer(self, method);
                }));
    }

    private Object answer(Object self, Method method) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> false;
            case "toString" -> "planted";
            case "getTracer" -> proxy(Tracer.class);
            case "spanBuilder" -> proxy(SpanBuilder.class);
            case "startSpan" -> proxy(Span.class);
            case "getSpanContext" -> Span.getInvalid().getSpanContext();
            case "storeInContext" -> io.opentelemetry.context.Context.root();
            default -> self;
        };
    }
}
