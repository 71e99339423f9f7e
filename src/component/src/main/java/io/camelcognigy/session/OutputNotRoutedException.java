package io.camelcognigy.session;

/**
 * An output could not be brought to its end: a consumer's route failed, or there is none. Not in doubt where nobody would
 * have taken the outputs from the start, so that the input was not sent.
 */
public final class OutputNotRoutedException extends TurnException {

    private static final long serialVersionUID = 1L;

    OutputNotRoutedException(String message, Throwable cause) {
        this(true, message, cause);
    }

    OutputNotRoutedException(boolean inDoubt, String message, Throwable cause) {
        super(FailureCode.OUTPUT_NOT_ROUTED, inDoubt, message, cause);
    }
}
