package io.camelcognigy.session;

/** The turn was not over within {@code turnTimeout}; {@link #inDoubt()} tells whether the input had been written. */
public final class TurnTimeoutException extends TurnException {

    private static final long serialVersionUID = 1L;

    TurnTimeoutException(boolean inDoubt, String message, Throwable cause) {
        super(FailureCode.TURN_TIMEOUT, inDoubt, message, cause);
    }
}
