package io.camelcognigy.app;

import io.camelcognigy.session.TurnException;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** The stable code of the failure that an exchange was caught with; the class name where there is none. */
public final class DeadLetterReason {

    @Handler
    public String of(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure instanceof TurnException turn) {
            return turn.code().toString();
        }
        if (failure instanceof RejectedRecordException rejected) {
            return rejected.code();
        }
        return failure == null ? "UNKNOWN" : failure.getClass().getSimpleName();
    }
}
