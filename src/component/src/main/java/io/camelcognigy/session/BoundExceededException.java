package io.camelcognigy.session;

/** A bounded queue or number is full; the message names the option that sets the bound. */
public final class BoundExceededException extends TurnException {

    private static final long serialVersionUID = 1L;

    BoundExceededException(boolean inDoubt, String message) {
        super(FailureCode.BOUND_EXCEEDED, inDoubt, message, null);
    }
}
