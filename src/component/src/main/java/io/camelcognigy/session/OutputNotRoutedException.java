package io.camelcognigy.session;

/** The bot answered, but an output could not be brought to its end: a consumer's route failed, or there is none. */
public final class OutputNotRoutedException extends TurnException {

    private static final long serialVersionUID = 1L;

    OutputNotRoutedException(String message, Throwable cause) {
        super(FailureCode.OUTPUT_NOT_ROUTED, true, message, cause);
    }
}
