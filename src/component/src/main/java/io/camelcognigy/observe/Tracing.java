package io.camelcognigy.observe;

import io.camelcognigy.session.TraceSpan;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * Begins the spans of inputs and turns, or none. On where Camel's registry has an {@code OpenTelemetry}, such as a Spring bean.
 * Off it costs nothing, and what is of OpenTelemetry is loaded only where it is there.
 */
public interface Tracing {

    /** Nothing is traced. */
    Tracing OFF = new Tracing() {};

    /** Asked once by whoever starts: nothing of it changes later. */
    static Tracing of(CamelContext camel) {
        return camel.getClassResolver().resolveClass("io.opentelemetry.api.OpenTelemetry") == null
                ? OFF
                : OpenTelemetryTracing.of(camel);
    }

    /**
     * A road has taken an input. Its parent is the {@code traceparent} in the exchange's reply address; the turn of that exchange
     * becomes its child.
     */
    default TraceSpan received(String road, Exchange exchange) {
        return TraceSpan.NONE;
    }

    /**
     * A turn is asked for. Its parent is the input that a road has taken; else the {@code traceparent} in the header or in the reply
     * address; else what the thread is just at.
     */
    default TraceSpan turn(String agent, Exchange exchange) {
        return TraceSpan.NONE;
    }
}
