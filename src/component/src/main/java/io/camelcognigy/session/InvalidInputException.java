package io.camelcognigy.session;

/** The input itself is wrong; sending it again cannot help. It never reached the Endpoint. */
public final class InvalidInputException extends TurnException {

    private static final long serialVersionUID = 1L;

    public InvalidInputException(FailureCode code, String message) {
        super(code, false, message, null);
    }
}
