package io.camelcognigy.session;

/** The connection was lost after the input was written and before the turn was over. Never resent by us. */
public final class TurnInDoubtException extends TurnException {

    private static final long serialVersionUID = 1L;

    TurnInDoubtException(String message, Throwable cause) {
        super(FailureCode.IN_DOUBT, true, message, cause);
    }
}
