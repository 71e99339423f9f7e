package io.camelcognigy.session;

/** The Endpoint answered with an error: an {@code output} of type error, or {@code exception} (PROTOCOL §8). */
public final class EndpointErrorException extends TurnException {

    private static final long serialVersionUID = 1L;

    private final String endpointCode;

    EndpointErrorException(String endpointCode, String message) {
        super(FailureCode.ENDPOINT_ERROR, true, message, null);
        this.endpointCode = endpointCode;
    }

    /** The Endpoint's own error code; null if it sent none. */
    public String endpointCode() {
        return endpointCode;
    }
}
