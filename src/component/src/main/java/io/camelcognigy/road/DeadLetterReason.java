package io.camelcognigy.road;

import io.camelcognigy.session.TurnException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** The stable code of the failure that an exchange was caught with; the class name where there is none. */
public final class DeadLetterReason {

    @Handler
    public String of(Exchange exchange) {
        Throwable failure = failure(exchange);
        if (failure instanceof TurnException turn) {
            return turn.code().toString();
        }
        if (failure instanceof RejectedRecordException rejected) {
            return rejected.code();
        }
        return failure == null ? "UNKNOWN" : failure.getClass().getSimpleName();
    }

    /** What a step within a split failed with comes wrapped. */
    private static Throwable failure(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return caught instanceof CamelExchangeException && caught.getCause() != null ? caught.getCause() : caught;
    }
}
