package io.camelcognigy.app;

import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** The stable code of the failure that the exchange was caught with; the class name where there is none. */
public final class FailureCode {

    @Handler
    public String of(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure instanceof RejectedRecordException rejected) {
            return rejected.code();
        }
        return failure == null ? "UNKNOWN" : failure.getClass().getSimpleName();
    }
}
