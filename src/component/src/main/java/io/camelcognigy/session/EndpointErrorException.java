package io.camelcognigy.session;

import java.util.regex.Pattern;

/** The Endpoint answered with an error: an {@code output} of type error, or {@code exception} (PROTOCOL §8). */
public final class EndpointErrorException extends TurnException {

    private static final long serialVersionUID = 1L;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,40}");

    private final String endpointCode;

    EndpointErrorException(String endpointCode) {
        super(FailureCode.ENDPOINT_ERROR, true, "the Endpoint reported an error" + withCode(endpointCode), null);
        this.endpointCode = endpointCode;
    }

    /** The Endpoint's own error code as it came; null if it sent none. */
    public String endpointCode() {
        return endpointCode;
    }

    /** Only what looks like a code: an Endpoint may put anything there, also what people said. */
    private static String withCode(String code) {
        return code == null || !CODE.matcher(code).matches() ? "" : " with code " + code;
    }
}
