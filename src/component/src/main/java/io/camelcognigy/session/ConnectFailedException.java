package io.camelcognigy.session;

/** The Endpoint refused us several times in a row: the token, the server address or the handshake is wrong. */
public final class ConnectFailedException extends TurnException {

    private static final long serialVersionUID = 1L;

    ConnectFailedException(String message, Throwable cause) {
        super(FailureCode.CONNECT_FAILED, false, message, cause);
    }
}
