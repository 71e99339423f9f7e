package io.camelcognigy.bridge.operate;

/** The operation port cannot be had; the message says which and why. */
public final class NoPortException extends RuntimeException {

    NoPortException(String message, Throwable cause) {
        super(message, cause);
    }
}
